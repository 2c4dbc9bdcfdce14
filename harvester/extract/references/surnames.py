"""Names of peoples who put the surname first, as they are romanised: tables of facts.

Chinese surnames stand in three tiers by how many people bear them: the 20 commonest, those up
to about the 100th, those up to about the 300th. The tiers follow what is generally known of the
Chinese rankings of 2006 and 2007; they were written down without the lists at hand, so a name at
an edge may stand in the next tier. Many characters share a romanisation: the commonest counts.
All words are plain: small letters, no accents, no apostrophes.
"""

from harvester.extract.references.syllables import PINYIN, plain, to_wade_giles

_COMMONEST = "li wang zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo"
_COMMON = (
    "liang song zheng xie han tang feng yu dong xiao cheng cao yuan deng fu shen zeng peng lu "
    "su jiang cai jia ding wei xue ye yan pan du dai xia zhong tian ren fan fang shi yao tan "
    "liao zou xiong jin hao kong bai cui kang mao qiu qin gu hou shao meng long wan duan qian "
    "yin yi chang qiao lai gong wen lei ouyang sima zhuge shangguan situ huangfu linghu "
    "gongsun murong"
)
_RARER = (
    "ni qi yue mo zhuang xin guan zuo tu shu geng mu mou bu nie ge jiao mei lan bi zhai an "
    "you niu pang xing zhan miao ling fei ji sheng tong ou zhen xiang qu pei xi zha bao huo "
    "weng sui zhi gan jing bo shan si ning ke ruan gui min qiang chai hua che ran bian rao "
    "diao mi chi teng zang gou quan chu lian jian lou gai dang lang di luan shang dou ao leng "
    "zhuo ai le xian kuang zong ying tai tao ju seng sang ming sha cen"
)
#: Each Chinese surname in pinyin and its tier, 1 to 3.
CHINESE: dict[str, int] = {
    **dict.fromkeys(_RARER.split(), 3),
    **dict.fromkeys(_COMMON.split(), 2),
    **dict.fromkeys(_COMMONEST.split(), 1),
}
#: Those of the first two tiers in Wade-Giles.
CHINESE_WADE_GILES = frozenset(
    plain(to_wade_giles(name)) for name, tier in CHINESE.items() if tier < 3 and name in PINYIN
)
#: As spelled in Hong Kong, Taiwan and overseas, where that is neither pinyin nor Wade-Giles.
CHINESE_SOUTHERN = frozenset(
    "au chan cheung cheuk chiu chou choi chow choy chu chua chui chung eng fok foo fung goh "
    "hui ho hoo hsia hsiao hsieh hsu hwang ip kam khoo ko koo kwan kwok kwong lai lam lau lee "
    "leung lim lo loh loo lui luk mak mok ng ngai ong poon pun shek shum sit siu so soo szeto "
    "tai tam tan tang tay teo ting to toh tong tsai tsang tsao tse tseng tsoi tsui tung wan "
    "wong woo yau yeh yeo yeung yip yiu yuen yung".split()
)
#: European surnames that happen to divide into syllables of Chinese.
NOT_CHINESE = frozenset(
    "benning bogan dingman dugan duncan dunne dunning duran duane fanning hagen haman hanan "
    "hanna hannan hanning hansen henning kagan lange langen langer lingen mahan mangan manin "
    "manning menger nansen renan sagan sanger susan wenger zeman".split()
)

#: Korean surnames, in all usual romanisations.
KOREAN = frozenset(
    "kim lee yi rhee ri park pak bak choi choe jung jeong chung chong kang gang cho jo yoon "
    "yun jang chang lim im rim han oh o seo suh so shin sin kwon gwon hwang ahn an song yoo "
    "yu ryu hong ko koh go moon mun son sohn yang bae pae pai baek paek paik heo hur ho nam "
    "shim sim noh roh no ha kwak gwak sung seong cha joo ju chu woo u koo ku gu min na ra "
    "chin jin ji chi om eom chae won chon jeon chun pang bang kong gong ham byun pyon yom "
    "yeom yeo choo do suk sok seok sol ma kil gil yon wi pyo myong ki gi pan ban wang maeng "
    "mo tak namgung hwangbo sunwoo".split()
)
#: Syllables of Korean given names, in all usual romanisations.
KOREAN_GIVEN = frozenset(
    "ah an bae baek beom bin bo bok bom bong byeong byung pyong chae chan chang chin cho choi "
    "chol chong choong chul cheol chun chung dae deok do dong du duk doo eok eon eui eul eun "
    "gab gap geun gi gil gon goo gu guk gwan gwang gyeong gyu ha hae hah hak han hee heon "
    "heum hi ho hon hong hoon hun hui hwa hwan hwang hye hyeok hyeon hyo hyok hyon hyong hyuk "
    "hyun hyung ik il im in jae jang je jeong jeong ji jik jin jo jong joo joon ju jun jung "
    "kap ki kil ki koo kook kuk kun kwan kwang kwon kye kyeong kyo kyong kyoung kyu kyun "
    "kyung man mi min mo mok moo moon mu mun myeong myong myung nak nam nyeo ok paek pil ra "
    "ran rae rang rim rok ryong ryul sam san sang se seo seok seon seong seung shik shin si "
    "sik sim sin sok sol song soo sook soon su suk sun sung tae taek tak te tong uk ui un wan "
    "wha won woo wook woong wu ye yeol yeon yeong yeop yol yop yon yong yoo yoon you young yu "
    "yul yun".split()
)

#: Vietnamese surnames; the second table's are given names elsewhere, or words.
VIETNAMESE = frozenset(
    "nguyen tran pham hoang huynh phan vu vo dang bui ngo duong dinh trinh doan luong truong "
    "phung quach thai tong trieu vuong dao luu thach".split()
)
VIETNAMESE_DOUBTFUL = frozenset("le do ho ly la to mai lam ha cao ta chu kieu".split())

_HUNGARIAN_BOTH = (
    "andras antal balazs balint benedek denes fabian ferenc gabor gaspar gergely imre istvan "
    "janos laszlo lorinc lukacs marton mate mihaly miklos orban pal peter sandor simon tamas "
    "vince albert barnabas bence dominik geza kalman kelemen kristof lorant mark matyas milan "
    "moric sebestyen"
)
#: Given names of Hungary.
HUNGARIAN_GIVEN = frozenset(
    f"{_HUNGARIAN_BOTH} adam agnes akos aladar andor andrea aniko anna aranka arpad attila "
    "bela bertalan boldizsar borbala csaba csilla dalma daniel dezso domokos dora ede edit "
    "elemer elek emese emil endre erno ervin erzsebet eszter eva ferenc flora frigyes "
    "fruzsina gitta gizella gusztav gyorgy gyozo gyula hajnalka huba ibolya ildiko ilona iren "
    "istvan ivan jeno jolan jozsef judit julianna karoly katalin kinga klara krisztina "
    "krisztian lajos lenke levente lili lilla lipot livia magda magdolna margit maria marta "
    "mariann melinda monika nandor nikoletta noemi odon orsolya oszkar otto piroska reka "
    "rezso robert rozsa rudolf sara sarolta szabolcs szilard szilvia terez tibor tihamer "
    "timea tivadar tunde veronika viktor viktoria vilma vilmos virag zita zoltan zsigmond "
    "zsofia zsolt zsuzsa zsuzsanna".split()
)
#: Surnames of Hungary.
HUNGARIAN = frozenset(
    "nagy kovacs toth szabo horvath varga kiss kis molnar nemeth farkas balogh papp pap "
    "takacs juhasz lakatos meszaros olah racz fekete szilagyi torok feher gal szucs kocsis "
    "fodor pinter szalai szalay sipos magyar gulyas biro kiraly katona bogdan jakab boros "
    "fazekas varadi somogyi kelemen szekely hegedus deak pasztor soos bodnar novak balla bako "
    "veres szoke major halasz hajdu barta sarkozi bognar vass szekeres illes vadasz csonka "
    "kerekes torok vegh bartok kodaly kadar rakosi gero maleter kossuth szechenyi deak tisza "
    "karolyi horthy bethlen gombos teleki kallay ranki berend bekes borhi rainer litvan "
    "hegedus meray vas kethly bibo szucs hanak glatz ormos romsics pritz gyarmati standeisky "
    "kenez kornai kertesz esterhazy petofi ady radnoti illyes nemeth polanyi mannheim lukacs "
    "heller feher vajda konrad szelenyi haraszti krasso eorsi donath losonczy tildy kovago "
    "antall orban horn medgyessy gyurcsany bajnai grosz pozsgay nyers aczel lazar fock "
    "losonczi szokai baranyai szekfu hajnal malyusz kosary kubinyi engel kristo makk gyorffy "
    f"pach zsidai zimanyi {_HUNGARIAN_BOTH}".split()
)
