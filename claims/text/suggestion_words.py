"""Words that speak for or against checking a sentence, each with its weight.

The second part of the score of a suggested claim, beside the signs of ``suggestion_weights.py``:
the weights of the words that a sentence has, each word once, are added up and divided by the square
root of the number of its words. A line is a weight and the words that have it. Numbers, names of
persons and words of grammar are left out. Fitted by ``tests/fitting``, which writes this file.
"""

WEIGHTS = """
+3.00 percent
+2.75 million
+2.50 jobs
+2.25 billion
+1.85 supported
+1.75 dropped
+1.65 unemployment
+1.55 largest wages
+1.45 guns increase year
+1.35 taxes
+1.30 massive raising standard
+1.20 low since totally
+1.15 dollars hundreds illegal paid
+1.10 announced last lowest worse
+1.05 highest including leaving new premiums
+1.00 destroyed example tax wrong
+0.95 deficit ever nearly places rate workers
+0.90 gave terrorists trillion voter
+0.85 concluded investigation manufacturing ran reduction sent state
+0.80 according almost caught hispanic lower number reached small
+0.75 cents disaster nobody signed worst
+0.70 another bill buy created happened industry laws longer money one quote socialism
+0.65 agreement already business creating cut effective high hired husband illegally increases lied
+0.65 lost massively nationwide plants pouring said spending thousands trade weapons
+0.60 approved deal debates increased indeed labor miners plans steel
+0.55 current doubled eight force half history hours market millions obviously refugees rising side
+0.55 times war women
+0.50 average badly beat capital college either election end father getting income independent
+0.50 killed nations nuclear open poverty vacuum votes wants world
+0.45 air alone borders campaign climate cost deals far first found frankly gone legal local middle
+0.45 products saw speech toughest used way
+0.40 affected audit believes build calls century decades development economy endorsed hour
+0.40 infrastructure invest knows large least miss oil particular period protection reporter result
+0.40 seen starting substantially vetting
+0.35 basically bringing called cash coal death deep deported e-mails formed four made manager
+0.35 overseas part protect received six spend started working years
+0.30 add anything check choose class coming commitment crimes debt different directed director
+0.30 economic efforts enforcement estate experts flag held hiring hundred hurt knew middle-class
+0.30 minimum outcome pay piece progress promise regime saying server southern stay stock subject
+0.30 took top total whether
+0.25 absolutely businesses candidate education exactly expect facts find foundation happens highly
+0.25 investments members missing month moving party path plan polls potential prime proposed
+0.25 prosecutor radical rather reason reasonable recession sitting spent three unfair wall woman
+0.25 youth
+0.20 accused allow areas becomes billions built call circuit city claims clean completely
+0.20 confidence country crisis cuts defense double dream enemies energy especially favor federal
+0.20 folks form gains goal gun hell includes insurance interview kept leader lobbyists men military
+0.20 nation's national negotiation officers old others parents place plant points policies private
+0.20 put raise recent respected returns sell somebody stuff taxpayers terms thought treated troops
+0.20 various week yesterday
+0.15 age agreements amnesty article attacked bank black board change charges coalition compete
+0.15 crime criticized day democracy designed destroy discuss essentially excited failing final
+0.15 finished firing gang girl greater greatly green guilty hey idea impossible influence
+0.15 investment judgment knock learn learned leave level losing material mayor mean murder office
+0.15 often ones opening past penalty people's personal president professionals quickly rallies
+0.15 recognize reduce released relief represented responsibility role short single speaking streets
+0.15 territory thinking turn two unless upon use vast violence wealth wealthy win worried yet
+0.10 ability able absolute across addition ads afford agreed aliens amounts anybody anyone anywhere
+0.10 apology approach behalf birth cases common concerned conditions corruption council covered
+0.10 deserve developed earth effort ended endorsement environment existing expensive factories
+0.10 finally former gives giving grow hire huge humanitarian immigrants incomes innocent laughing
+0.10 lead leading less like list looked major mother natural negotiated oath obligations opinion
+0.10 parties practice probably produce programs promote proposal quality race reasons rebuild
+0.10 report reports representatives resources rest return risk run safer save see seeing simply
+0.10 step taken term thinks threats trying turned understand unfortunately violent virtually weak
+0.10 without worked written young
+0.05 acknowledge agencies allowed amount around became bottom came certain classified deeply defeat
+0.05 direction donors drugs effect ensure environmental evidence fact fairness false fast follow
+0.05 following framework friend future growing guys health higher historic honestly horrible
+0.05 interesting job kind know lies lose loss never numbers opponent outside owe passed policy
+0.05 process program puts reality renegotiate restrictions send shot someone spoke stage tape
+0.05 television terrorism told tough trillions using vets vote wage water went whole women's
+0.05 world's worth
-0.05 accomplish account accountable achieve actions agrees alliance allowing alternative among
-0.05 apologized area asked assault attention background balance banks basic becoming began behavior
-0.05 benefit biggest born buying cabinet campaigns cap carried cars caucus center chairman
-0.05 challenges checks child choices citizenship close colleges combat commander-in-chief complete
-0.05 control costs couple criminals dealers debate decision delegates described difficult direct
-0.05 divided door earlier easier eliminate else enormous entire equipment establishment exact
-0.05 except expanding fail fairly famous fault fear figure fill fired five focused forth gentleman
-0.05 goals governments governor governors group groups guarantee happening harder hatred head
-0.05 helping holding home hopes however independents instead intelligence joined key kill lady laid
-0.05 lawyer leadership letting literally lives looks making manufacturers marriage mass meantime
-0.05 mentioned missile modern movement necessary negative negotiating network night nominated
-0.05 operation ordered page people perfect personally ph picked plenty point police politically
-0.05 poor pose prescription presidents pressure prices principles priority problems pushed racism
-0.05 reach recently record regard region relations relationship religion replaced reported
-0.05 reporters rich room rough screaming securing seriously served service services seven shame
-0.05 ship sides sign solar son sort sound speeches statement stop straight strategy supporters
-0.05 supports take terrorist time tone town track travel treat twice undermine understands views
-0.05 voting wanted warfare wealthiest weapon weeks whatever whoever withdraw won word worry write
-0.10 abroad accept accurate address administration admit affairs ahead airports announce
-0.10 appropriate approve assume ban beating begin beginning believed benefits beyond bigger bin
-0.10 bipartisan bless book border brave bridges case cause caused changes chaos charge chief choice
-0.10 civil clear clearly closely code commission communities company competitive comprehensive
-0.10 concerns consequences conservative consider construction continue crazy currently dad
-0.10 dangerous days dealing decided demand determined died disastrous discrimination dishonest
-0.10 dreams early easily economists elections electric employees enforce enough even executive
-0.10 extreme face faith family fight fighters focus forces forget fortune fraud freedom friendly
-0.10 front fully fund funding funds game general give global growth hand hardworking hate helped
-0.10 hero himself hit homeland homes honest imagine immigrant immigration impact importantly impose
-0.10 include individual inherited institutions international jail join judges keeping killing kinds
-0.10 land late later league liberty lift line long lot majority many mate meant member mention
-0.10 message morning moved myself needed nine no-fly nomination nominee nonsense online
-0.10 opportunities organization particularly partners parts per pick play politician poll positive
-0.10 press prevent price primary promises properly proposing protecting push quiet quite raised
-0.10 rates reading ready rebuilding reforms remain responsible restore results rid roads rule
-0.10 sanctions sanctuary saved secondly senators shared shortly shows significant sit society
-0.10 sometimes specific specifically staff statements steps still stood strength stronger sudden
-0.10 suggested supporting supposed sure surge surprised system table takes team technology test
-0.10 things third thousand toward true uphold values vice view voters wade walk waste watch
-0.10 watching wife wonder zero zone
-0.15 ago allies along apologize appoint attack begun behind best bit broken building calling care
-0.15 catastrophic cities commercial committed conflict congressional contribute contribution
-0.15 contributions corporations country's course credit critical cutting defending depleted
-0.15 destroying disagree discussion doubt drug duty easy evening expand explain extremely fake
-0.15 forgotten fought generals gets gotten government ground guy happen healthcare heard hearing
-0.15 heart here's horribly human information interest itself judge justices known left lie live
-0.15 living looking lots media meeting mess mistake model months mothers officials partnership
-0.15 playing politics position possible powerful presidency presidential pretty proven racist read
-0.15 reform refused release religious replace represent response rigged rise rules safety secure
-0.15 sense several smart solve standing start successful taking talked telling though threat
-0.15 tomorrow tonight topic tougher trouble trust victims voice watched ways within words wrote
-0.15 yourself
-0.20 access actually agenda agents always asking audience away bad become candidates certainly
-0.20 chance changed countries court defend deliver difference elected families fine forced foreign
-0.20 forward hope immediately law lines makes man matter meet met mind move name negotiate news
-0.20 next opportunity patrol peace problem protected provide putting repeal rights says school
-0.20 schools seconds serve share simple suffering tried truly truth try veterans vision waiting
-0.20 winning work works
-0.25 advantage back believe boy brought community companies correct decisions everything failed
-0.25 fair fighting fix free friends given hear inner interests leaders paying politicians running
-0.25 situation something soon stand wow
-0.30 anymore bomb every hard issue issues justice keep life little power regulations safe strong
-0.30 support thing think together unbelievable
-0.35 agree done everybody hold means prosperity really respect tell
-0.40 ask bring children citizens much nation terrible want
-0.45 big inaudible make minutes security
-0.50 important
-0.65 secretary
-1.05 laughter
-1.15 crosstalk
-2.65 applause
"""
