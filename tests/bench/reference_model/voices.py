"""Names and titles of languages that the training corpora hardly know, put together by chance.

Romanised Chinese, Japanese, Russian and Arabic, and letters of other scripts. The words are
common ones of titles; no work has these titles.
"""

import random

_CHINESE = (
    "Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Gao Lin Luo Zheng "
    "Liang Xie Song Tang Han Feng Deng Cao Peng Zeng Xiao Tian Dong Yuan Pan Jiang Cai Yu Du"
).split()
_SYLLABLES = (
    "wei ming hua jian guo zhi yuan xin ping hai yun de bao kang ying shan jun qing lan feng "
    "rui tao chun yi zhong ren xiang bin hong lei gang fu zhen shu"
).split()
_RUSSIAN = (
    "Orlov Petrov Sokolov Volkov Zaitsev Pavlov Stepanov Belov Gusev Titov Romanov Vinogradov "
    "Kuznetsova Morozova Kovalenko Shevchuk Bogdanovich Lebedeva Ozerov Zhuravskii Pokrovskii "
    "Vesnin Troitskaia Iakovlev Iudin Chernov"
).split()
_JAPANESE = (
    "Tanaka Suzuki Yamamoto Kobayashi Itō Nakamura Katō Yoshida Sasaki Matsumoto Inoue Kimura "
    "Shimizu Saitō Hayashi Mori Ikeda Ōno Fujita Okada"
).split()
_JAPANESE_GIVEN = (
    "Hiroshi Kenji Takeshi Akira Yōko Keiko Makoto Shigeru Masao Haruki Tadashi Naoko Kiyoshi Eiji"
).split()
_EUROPEAN = (
    ("García Serrano", "Ángel"), ("Muñoz Rey", "Teresa"), ("López Ibarra", "Ramón"),
    ("Ferreira Lima", "João"), ("dos Santos", "Marta"), ("Rossi", "Carlo"), ("Bianchi", "Giulia"),
    ("De Vecchi", "Paolo"), ("Le Goaziou", "Anne"), ("Dubois-Martin", "Étienne"),
    ("Schröder", "Karl-Heinz"), ("von Bülau", "Ernst"), ("Kővári", "Zsolt"), ("Nowicki", "Jerzy"),
    ("Dvořáček", "Jan"), ("Ólafsson", "Einar"), ("Øvergaard", "Stein"), ("Yıldız", "Mehmet"),
    ("al-Masri", "Ahmad"), ("Nguyen", "Van Thanh"), ("Kim", "Sung-ho"), ("Park", "Jin-woo"),
    ("Hägglöf", "Gunnar"), ("de Wit", "Pieter"), ("O’Donnell", "Niamh"), ("St John", "Henry"),
)  # fmt: skip
_PINYIN = (
    "Zhongguo geming shi yanjiu waijiao zhengce guanxi de yu lunwen ji xuanbian wengao dangdai "
    "zhanzheng jingji shehui wenhua sixiang zhuan nianpu huiyilu dang’an ziliao minguo xiandai "
    "guoji zhengzhi nongcun yundong lishi xin dongbei Shanghai Meiguo Sulian Riben Yindu"
).split()
_RUSSIAN_WORDS = (
    "istoriia sovetskoi vneshnei politiki voiny gody i v na mir Rossii SSSR vlast’ obshchestvo "
    "krest’ianstvo partiia kul’tura ekonomika reforma problemy ocherki iz vospominaniia "
    "diplomata dnevnik dokumenty materialy otnosheniia mezhdu goroda zavod revoliutsiia "
    "gosudarstvo stranitsy zhizni epokha Kremlia Kitai Evropa ego vremia stalinskoi imperii"
).split()
_JAPANESE_WORDS = (
    "Nihon kindai no shi kenkyū gaikō to seiji sensō keizai shakai shisō Shōwa Meiji bunka ron "
    "kokusai kankei sengo rekishi chūgoku Ajia nōson"
).split()
_ARABIC_WORDS = (
    "tārīkh al-dawla fī al-ʿarab wa-l-thawra kitāb al-ḥadīth Miṣr al-qāhira min ilā al-mujtamaʿ "
    "dirāsāt al-islām mudhakkirāt al-ḥaraka al-waṭaniyya ḥayāt"
).split()
_HOUSES = (
    "Renmin chubanshe", "Zhongyang wenxian chubanshe", "Shehui kexue wenxian chubanshe", "Nauka",
    "Sanlian shudian", "Politizdat", "ROSSPEN", "Mysl’", "Progress", "Iwanami shoten", "Dār al-Fikr",
    "Mezhdunarodnye otnosheniia", "Chūō kōronsha", "Yoshikawa kōbunkan", "Novosti", "Vremia",
    "Rossiia molodaia", "Fond “Istoriia”", "Izdatel’stvo MGU", "Zhonghua shuju",
)  # fmt: skip
_TOWNS = ("Beijing", "Shanghai", "Moscow", "M.", "Leningrad", "L.", "SPb.", "Moskva", "Tokyo",
          "Tianjin", "Guangzhou", "Taipei", "Kyoto", "Cairo", "Beirut", "Chengdu", "Kiev", "Minsk")  # fmt: skip
_PAPERS = ("Lishi yanjiu", "Dangshi yanjiu ziliao", "Voprosy istorii", "Istoricheskii arkhiv",
           "Otechestvennaia istoriia", "Shirin", "Rekishigaku kenkyū", "Mirovaia ekonomika",
           "Guoji guancha", "Minguo dang’an", "Svobodnaia mysl’", "Istochnik")  # fmt: skip


class Voices:
    """Deals out names and titles of such languages."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice

    def name(self) -> tuple[str, str]:
        """A family name and a given one."""
        pick = self._dice.random()
        if pick < 0.35:
            given = "".join(self._dice.sample(_SYLLABLES, self._dice.choice((1, 2, 2))))
            return self._dice.choice(_CHINESE), given.capitalize()
        if pick < 0.6:
            initials = " ".join(f"{self._dice.choice('ABVGDEIKLMNPRSTF')}." for _ in range(2))
            return self._dice.choice(_RUSSIAN), initials
        if pick < 0.72:
            return self._dice.choice(_JAPANESE), self._dice.choice(_JAPANESE_GIVEN)
        return self._dice.choice(_EUROPEAN)

    def title(self) -> str:
        """Some words of one language, the first with a capital."""
        words = self._dice.choice(
            (_PINYIN, _PINYIN, _RUSSIAN_WORDS, _RUSSIAN_WORDS, _JAPANESE_WORDS, _ARABIC_WORDS)
        )
        chosen = [self._dice.choice(words) for _ in range(self._dice.randint(2, 8))]
        title = " ".join(chosen)
        if self._dice.random() < 0.2 and len(chosen) > 4:
            title = f"{' '.join(chosen[:2])}: {' '.join(chosen[2:])}"
        return title[0].upper() + title[1:]

    def house(self) -> str:
        """A publisher."""
        return self._dice.choice(_HOUSES)

    def town(self) -> str:
        """Where it is."""
        return self._dice.choice(_TOWNS)

    def paper(self) -> str:
        """A journal."""
        return self._dice.choice(_PAPERS)


def is_chinese(family: str) -> bool:
    """Whether a name is printed with the family's name first and no comma."""
    return family in _CHINESE
