"""What words mean in references: months, roles, units; towns and given names.

Facts of how references are printed, in the languages that our users cite. A word may be in
several tables. The model learns what each of its tables is worth: a change of them asks for a
new training. Towns and given names are for rules alone.
"""

_TABLES = {
    "month": "spring summer autumn fall winter",
    "editor": "ed eds edited editor editors hg hgg hrsg herausgegeben red dir éd éds coord coords "
    "comp comps cur ред сост",
    "translator": "trans transl tr translated translator translation übers übersetzt trad traduit "
    "traducción traduzione перевод пер",
    "volume": "vol vols volume volumes no nos nr number issue iss bd bde band jg heft t tome "
    "tomo tom num núm n° том вып part pt supplement suppl fasc",
    "pages": "p pp pages page s ss seiten pág págs с стр f ff fol fols c cc",
    "edition": "edition edn rev revised aufl auflage édition edición edizione изд reprint repr "
    "reprinted",
    "publisher": "press verlag publishers publisher publishing publications university éditions "
    "editions editorial edizioni books inc ltd co sons company presses universitaires "
    "universitätsverlag izd izdatelstvo izdatel'stvo chubanshe shudian shoten shuppan "
    "издательство",
    "journal": "journal review quarterly annals bulletin proceedings transactions zeitschrift "
    "revue revista rivista archiv letters studies magazine times post guardian herald tribune "
    "gazette newsletter weekly monthly annual yearbook jahrbuch archives acta",
    "thesis": "dissertation diss thesis phd ph master masters doctoral thèse tesi tesis",
    "report": "working paper papers report reports discussion technical memorandum occasional "
    "policy brief series",
    "said": "in forthcoming press accessed retrieved available from online url doi isbn issn "
    "consulté abgerufen zugriff arxiv",
    "again": "ibid ibidem idem op cit loc",
    "archive": "box folder file fond fonds opis delo list rg series collection papers archive "
    "archives archiv archivio library ms mss fo cab frus record records manuscript manuscripts",
    "particle": "van von der den de del della di da la le du des ibn bin al el ter ten zu dos",
    "and": "and und et y e och og & i и",
    "suffix": "jr sr ii iii iv",
    "country": "usa uk england germany france canada australia netherlands india china japan "
    "italy spain switzerland austria ca ma ny nj il pa md va nc dc ct tx in oh mi wi mn wa or",
}
_MONTHS_BY_NUMBER = (
    "january jan januar janvier enero gennaio января",
    "february feb februar février febrero febbraio февраля",
    "march mar märz mars marzo марта",
    "april apr avril abril aprile апреля",
    "may mai mayo maggio мая",
    "june jun juni juin junio giugno июня",
    "july jul juli juillet julio luglio июля",
    "august aug août agosto августа",
    "september sep sept septembre septiembre settembre сентября",
    "october oct oktober octobre octubre ottobre октября",
    "november nov novembre noviembre ноября",
    "december dec dezember décembre diciembre dicembre декабря",
)
#: Names of months in small letters -> 1 to 12.
MONTHS = {
    name: number
    for number, names in enumerate(_MONTHS_BY_NUMBER, start=1)
    for name in names.split()
}

MEANINGS: dict[str, list[str]] = {}
for _month in MONTHS:
    MEANINGS.setdefault(_month, []).append("month")
for _name, _words in _TABLES.items():
    for _word in _words.split():
        MEANINGS.setdefault(_word, []).append(_name)

#: Words of towns where archives and publishers are, in small letters.
TOWNS = frozenset(
    (
        "london paris berlin moscow moskva moscou beijing peking pekin shanghai tokyo kyoto "
        "vienna wien rome roma milan milano turin torino florence firenze bologna venice "
        "venezia padova napoli palermo bari madrid barcelona valencia sevilla lisbon lisboa "
        "coimbra porto brussels bruxelles leuven louvain amsterdam leiden rotterdam utrecht "
        "hague haag geneva genève zurich zürich basel bern munich münchen cologne köln "
        "frankfurt stuttgart leipzig hamburg göttingen tübingen bonn heidelberg darmstadt "
        "wiesbaden paderborn düsseldorf dresden jena prague praha warsaw warszawa kraków "
        "wrocław poznań budapest bucharest bucurești sofia belgrade beograd zagreb ljubljana "
        "athens istanbul ankara cairo beirut jerusalem delhi mumbai bombay calcutta hanoi seoul "
        "taipei singapore bangkok jakarta manila canberra sydney melbourne toronto montreal "
        "montréal ottawa vancouver boston chicago philadelphia princeton berkeley stanford "
        "washington baltimore ithaca durham lawrence bloomington urbana lincoln minneapolis "
        "seattle houston austin lanham lexington york cambridge oxford edinburgh glasgow "
        "manchester dublin cardiff aldershot basingstoke houndmills harmondsworth farnham "
        "abingdon copenhagen københavn stockholm oslo bergen helsinki lund uppsala leningrad "
        "petersburg petrograd kiev kyiv minsk riga tallinn vilnius tbilisi москва ленинград "
        "санкт-петербург київ минск софия београд αθήνα القاهرة بيروت دمشق تهران mexico méxico "
        "buenos aires santiago lima bogotá havana habana caracas paulo janeiro toulouse lyon "
        "marseille rennes lille strasbourg bordeaux grenoble nancy guangzhou tianjin nanjing "
        "wuhan chengdu hong"
    ).split()
)
#: Given names, in small letters.
GIVEN = frozenset(
    (
        "john william george james robert charles thomas david michael richard edward henry "
        "peter paul mary elizabeth anne anna jane margaret susan barbara alexander andrew "
        "anthony arthur benjamin christopher daniel donald douglas edwin eric ernest frank "
        "frederick geoffrey gerald harold howard hugh jack jean jonathan joseph kenneth "
        "lawrence martin nicholas patrick philip ralph raymond roger ronald samuel simon "
        "stephen steven stuart walter jürgen hans karl heinrich wilhelm friedrich ernst otto "
        "franz josef johann wolfgang klaus dieter horst werner günter gerhard helmut manfred "
        "rolf stefan ulrich andreas bernd eckart hartmut hermann rudolf ludwig pierre jacques "
        "françois michel andré henri louis marcel rené alain bernard claude georges gérard "
        "philippe marc jean-pierre jean-paul marie catherine isabelle étienne lucien maurice "
        "fernand giovanni giuseppe carlo mario antonio francesco paolo pietro luigi angelo "
        "roberto giorgio enrico franco marco andrea alessandro giulio renato juan josé manuel "
        "miguel francisco luis jesús ángel fernando rafael ramón pedro jorge carlos enrique "
        "alfonso joão maria ivan aleksandr aleksei sergei vladimir nikolai mikhail dmitrii "
        "andrei viktor boris iurii anatolii vasilii pavel petr ekaterina natalia ol’ga elena "
        "tatiana svetlana jan piotr andrzej krzysztof jerzy tomasz józef lászló jános istván "
        "gábor péter ferenc katalin lars anders erik nils bengt olle gunnar odd geir sven søren "
        "niels jens kenji hiroshi takeshi mehmet ahmed ahmad muhammad mohammed hassan ali "
        "ibrahim"
    ).split()
)
