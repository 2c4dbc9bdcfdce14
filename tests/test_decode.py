"""Which charset a capture is read as: the decision that decode.py's first lines write down."""

import pytest

from harvester.extract.decode import decode

PAGE = "<!DOCTYPE html><html><head>{}<title>T</title></head><body><p>{}</p></body></html>"

GERMAN = (
    "Die Bürger der Städte führten über Jahrhunderte hinweg Bücher, in denen Käufe, Schulden und "
    "Verträge verzeichnet wurden; die ältesten stammen aus Lübeck und Köln. Für die Forschung sind "
    "sie von größtem Wert, da sie häufig die einzige Überlieferung bilden."
)
FRENCH = (
    "Les bibliothèques des monastères réunissaient déjà au début du siècle des œuvres très "
    "diverses : « le maître » y déposait ses élèves, et l’évêque ses créanciers. Où étaient gardées "
    "les pièces les plus précieuses, nul ne l’a noté ; à Pâques, on les déplaçait."
)
DANISH = (
    "Hver købmand førte bøger over sine indkøb, og når året var omme, blev de gjort op på rådhuset. "
    "De ældste er gået tabt, men også de øvrige rækker tilbage til før branden."
)
POLISH = (
    "Księgi miejskie prowadzone były od początku piętnastego wieku, a najstarsze z nich spłonęły "
    "podczas pożaru. Zachowały się jednak odpisy, które sporządził pisarz miejski, ponieważ każdy "
    "mieszkaniec mógł żądać wglądu. Później zaginęły także one, aż odnaleziono je w skrzyni."
)
CZECH = (
    "Městské knihy byly vedeny od počátku patnáctého století a nejstarší z nich shořely při požáru. "
    "Zachovaly se však opisy, které pořídil písař, protože každý měšťan mohl žádat o nahlédnutí. "
    "Později se ztratily i ony, než byly znovu nalezeny v truhle. Příští rok vyjde úplný soupis, "
    "doplněný o přehled všech písařů, jejich řeči a způsobu účtování, jakož i o rejstřík jmen."
)
RUSSIAN = (
    "Городские книги велись с начала пятнадцатого века, и древнейшие из них сгорели при пожаре. "
    "Сохранились, однако, списки, которые составил городской писарь, потому что каждый житель мог "
    "потребовать их для просмотра."
)
JAPANESE = (
    "町の帳簿は十五世紀の初めから書き継がれてきたが、最も古いものは火事で失われた。しかし、書記が"
    "作成した写しは残っている。すべての住民が閲覧を求めることができたからである。"
)
CHINESE = (
    "城市的账簿从十五世纪初开始记录，其中最古老的在火灾中被烧毁。但是书记员所作的抄本保存了下来，"
    "因为每个居民都可以要求查阅。后来这些抄本也遗失了，直到在箱子里重新发现。"
)
TAIWAN = (
    "城市的帳簿從十五世紀初開始記錄，其中最古老的在火災中被燒毀。但是書記員所作的抄本保存了下來，"
    "因為每個居民都可以要求查閱。後來這些抄本也遺失了，直到在箱子裡重新發現。"
)
KOREAN = (
    "도시의 장부는 십오 세기 초부터 기록되었으며 가장 오래된 것은 화재로 사라졌다. 그러나 서기가 만든 "
    "사본은 남아 있다. 모든 주민이 열람을 요구할 수 있었기 때문이다."
)
GREEK = (
    "Τα βιβλία της πόλης κρατούνταν από τις αρχές του δέκατου πέμπτου αιώνα και τα παλαιότερα "
    "κάηκαν στη φωτιά. Σώθηκαν όμως τα αντίγραφα που είχε κάνει ο γραφέας."
)

ENOUGH = [
    ("cp1252", GERMAN),
    ("cp1252", FRENCH),
    ("cp1252", DANISH),
    ("cp1250", POLISH),
    ("iso8859-2", POLISH),
    ("cp1250", CZECH),
    ("cp1251", RUSSIAN),
    ("koi8-r", RUSSIAN),
    ("cp1253", GREEK),
    ("shift_jis", JAPANESE),
    ("euc_jp", JAPANESE),
    ("gb18030", CHINESE),
    ("big5", TAIWAN),
    ("euc_kr", KOREAN),
]


@pytest.mark.parametrize("form", ["{}\n", PAGE.replace("{}", "", 1)], ids=["text", "html"])
@pytest.mark.parametrize(("charset", "text"), ENOUGH, ids=[f"{c}-{t[:6]}" for c, t in ENOUGH])
def test_enough_text_that_says_nothing_of_its_charset(charset: str, text: str, form: str) -> None:
    page = form.format(text)
    decoded = decode(page.encode(charset))
    assert decoded.text == page
    assert decoded.charset_from == "detected"
    assert decoded.replaced == 0


@pytest.mark.parametrize(
    "text",
    [
        "The café trade",
        "Die Krähen. Universität Köln: neither “one” nor the other – so it’s said.",
        "Pétra Müller",
        "José Ángel Núñez Peña, ¿Qué pasó?",
        "Þórður Ægisson á Íslandi",
        "Première Guerre mondiale : l’été à Liège",
        "n°\xa012, § 4, 5 × 3 m²",
        "——————————\n• one\n• two\n——————————",
        "ÉTÉ",
        "À",
    ],
)
def test_a_few_accents_are_windows_1252(text: str) -> None:
    for page in (f"{text}\n", PAGE.format("", text), f"{text}\n" * 50):
        decoded = decode(page.encode("cp1252"))
        assert (decoded.charset, decoded.text) == ("cp1252", page)


def test_bytes_that_windows_1252_lacks_are_counted() -> None:
    decoded = decode(b"The caf\xe9 \x81 trade\n")
    assert (decoded.charset, decoded.text) == ("cp1252", "The café \ufffd trade\n")
    assert decoded.replaced == 1


def test_signs_inside_words_betray_another_charset() -> None:
    """In windows-1252 these would be "Za¿ó³æ gêœl¹ jaŸñ", and "librariesÕ"."""
    for charset, text in (
        ("cp1250", "Zażółć gęślą jaźń"),
        ("mac_roman", "Müller’s and Brückner’s cafés, für Händler; d’été, l’œuvre, fähig"),
    ):
        assert decode(text.encode(charset)).text == text


BROKEN = [
    # declared, and a part of it valid
    (PAGE.format("<meta charset=utf-8>", "Bücher und {} Käufe").encode(), 1),
    (PAGE.format("<meta charset=utf-8>", "{}Bücher, {}Käufe, Köln{}").encode(), 3),
    # declared, and the only byte beyond ASCII is broken
    (PAGE.format("<meta charset=utf-8>", "Prim{}r").encode(), 1),
    # not declared
    (f"{GERMAN} {{}} {GERMAN} {{}}\n".encode(), 2),
    (f"{RUSSIAN} {{}}{{}}{{}}\n".encode(), 3),
    ("“One” and {} two\n".encode(), 1),
]


@pytest.mark.parametrize(("page", "broken"), BROKEN, ids=[str(n) for n in range(len(BROKEN))])
def test_utf8_with_broken_bytes_stays_utf8(page: bytes, broken: int) -> None:
    decoded = decode(page.replace(b"{}", b"\xe9"))
    assert decoded.charset == "utf-8"
    assert decoded.replaced == broken
    assert decoded.text == page.replace(b"{}", "\ufffd".encode()).decode()


def test_utf8_cut_off_inside_a_character() -> None:
    decoded = decode(RUSSIAN.encode()[:-2])
    assert (decoded.charset, decoded.replaced) == ("utf-8", 1)


def test_a_declaration_that_the_bytes_contradict() -> None:
    as_utf8 = PAGE.format("<meta charset=utf-8>", GERMAN)
    assert decode(as_utf8.encode("cp1252")).text == as_utf8
    as_latin = PAGE.format("<meta charset=iso-8859-1>", f"“{GERMAN}”")
    assert decode(as_latin.encode()).text == as_latin
    header = decode(f"{GERMAN}\n".encode(), "text/plain; charset=iso-8859-1")
    assert (header.charset, header.charset_from) == ("utf-8", "detected")


@pytest.mark.parametrize(
    ("label", "charset", "text"),
    [
        ("windows-1250", "cp1250", "Dvořák"),
        ("windows-1251", "cp1251", "да"),
        ("iso-8859-1", "cp1252", "“Müller”"),
        ("gb2312", "gb18030", "李丹慧 – 朱镕基"),
        ("shift_jis", "cp932", "髙橋①"),
        ("euc-kr", "cp949", "똠방각하"),
        ("iso-8859-9", "cp1254", "Işık"),
    ],
)
def test_what_is_declared_and_fits_is_believed(label: str, charset: str, text: str) -> None:
    page = PAGE.format(f'<meta charset="{label}">', text)
    for decoded, source in (
        (decode(page.encode(charset)), "meta"),
        (decode(page.encode(charset), f"text/html; charset={label}"), "header"),
    ):
        assert (decoded.charset, decoded.charset_from) == (charset, source)
        assert decoded.text == page


def test_ascii_is_utf8() -> None:
    assert decode(b"plain\n").charset == "utf-8"
