"""Stories of an ordinary week in the practice."""

from paravent.fhir.sample.story import Allergy, Condition, Contact, Course, Done, Letter, Medicine, Story

EVE = Story(
    key="eve",
    given="Eve",
    family="Lindqvist",
    sex="female",
    age=34,
    birthday=(1, 30),
    phone="+49 30 5550111",
    conditions=(
        Condition("Migraine with aura", "4473006", "G43.1", 11),
        Condition("Allergic asthma", "389145006", "J45.0", 15),
    ),
    allergies=(Allergy("Birch pollen", "419263009", "Itching eyes, tight chest in spring", 15),),
    medicines=(
        Medicine("Budesonide/formoterol 160/4.5 µg", "R03AK07", "1 inhalation when needed, at most eight a day", 4),
        Medicine("Sumatriptan 50 mg", "N02CC01", "1 at the beginning of an attack", 6),
        Medicine("Combined contraceptive", "G03AA07", "1 daily", 9, 5.5),
    ),
    courses=(
        Course("peak-flow", ((5, 380), (4, 430), (1, 450), (0, 415)), 18, 5),
        Course("oxygen-saturation", ((5, 97), (0, 98)), 0.7, 2),
        Course("blood-pressure", ((9, 118, 74), (0, 116, 72)), 5, 2),
    ),
    contacts=(
        Contact(5.5, "Migraine with aura: contraceptive changed"),
        Contact(4, "Asthma, new inhaler"),
        Contact(0.6, "Cough at night in spring"),
    ),
    letters=(
        Letter(
            3.8,
            "Pulmonology: lung function",
            "FEV1 86 % of predicted, plus 14 % after salbutamol. Inhaler technique was good.",
        ),
    ),
)

LINA = Story(
    key="lina",
    given="Lina",
    family="Novak",
    sex="female",
    age=7,
    birthday=(5, 5),
    phone="+49 30 5550112",
    conditions=(
        Condition("Atopic dermatitis", "24079001", "L20.9", 5),
        Condition("Acute otitis media", "3110003", "H66.9", 2.2, 2.1),
    ),
    allergies=(Allergy("Hazelnut", "300913006", "Swollen lips", 3),),
    medicines=(Medicine("Hydrocortisone cream 1 %", "D07AA02", "thinly, twice a day, for a week at most", 1.2),),
    courses=(
        Course("weight", ((6.5, 6.8), (5, 11), (3, 16.5), (1, 21), (0, 23.4)), 0.3, 3),
        Course("temperature", ((2.2, 39.1), (2.1, 36.8), (0, 36.7)), 0.3, 2),
    ),
    contacts=(
        Contact(2.2, "Earache and fever"),
        Contact(1.2, "Itching, scratches at night"),
        Contact(0.4, "Check-up at school age"),
    ),
    vaccinations=(
        Done(6.3, "DTaP-IPV-Hib-HepB", "146"),
        Done(6.1, "DTaP-IPV-Hib-HepB", "146"),
        Done(5.6, "MMR", "03"),
        Done(5.2, "MMR", "03"),
    ),
)

SOPHIE = Story(
    key="sophie",
    given="Sophie",
    family="Hartmann",
    sex="female",
    age=31,
    birthday=(8, 17),
    phone="+49 30 5550113",
    conditions=(
        Condition("Pregnancy", "77386006", "Z34.9", 0.5),
        Condition("Iron deficiency", "35240004", "E61.1", 0.2),
    ),
    medicines=(
        Medicine("Folic acid 0.4 mg", "B03BB01", "1 daily", 0.7),
        Medicine("Iron(II) sulphate 100 mg", "B03AA07", "1 before breakfast", 0.2),
    ),
    courses=(
        Course("weight", ((4, 62), (0.5, 62.5), (0, 68.4)), 0.4, 8),
        Course("blood-pressure", ((4, 112, 70), (0.5, 110, 68), (0, 124, 79)), 4, 8),
    ),
    contacts=(
        Contact(0.5, "Positive test"),
        Contact(0.2, "Tired, laboratory"),
        Contact(0.05, "Blood pressure control"),
    ),
)

TOM = Story(
    key="tom",
    given="Tom",
    family="Becker",
    sex="male",
    age=26,
    birthday=(12, 12),
    phone="+49 30 5550114",
    conditions=(Condition("Sprain of ankle", "44465007", "S93.4", 1.4, 1.2),),
    courses=(
        Course("blood-pressure", ((6, 122, 76), (0, 124, 78)), 4, 1),
        Course("weight", ((6, 76), (0, 79)), 0.8, 1),
    ),
    contacts=(Contact(1.4, "Twisted the ankle at football"), Contact(0.3, "Vaccinations before a journey")),
    vaccinations=(
        Done(0.3, "Hepatitis A", "52"),
        Done(0.3, "Typhoid", "101"),
        Done(4, "Tetanus and diphtheria", "138"),
    ),
)

IRINA = Story(
    key="irina",
    given="Irina",
    family="Petrova",
    sex="female",
    age=52,
    birthday=(2, 3),
    phone="+49 30 5550115",
    conditions=(
        Condition("Rheumatoid arthritis", "69896004", "M06.9", 6),
        Condition("Osteopenia", "312894000", "M85.8", 2),
    ),
    medicines=(
        Medicine("Methotrexate 15 mg", "L04AX03", "once a WEEK, on Mondays", 5.5),
        Medicine("Folic acid 5 mg", "B03BB01", "once a week, on Tuesdays", 5.5),
        Medicine("Cholecalciferol 1000 IU", "A11CC05", "1 daily", 2),
        Medicine("Prednisolone 5 mg", "H02AB06", "1 in the morning", 6, 5),
    ),
    courses=(
        Course("weight", ((6, 66), (5, 70), (0, 68)), 0.6, 3),
        Course("temperature", ((6, 37.4), (5, 36.8), (0, 36.7)), 0.2, 3),
        Course("blood-pressure", ((6, 128, 82), (0, 132, 83)), 5, 3),
    ),
    contacts=(
        Contact(6, "Stiff fingers in the morning"),
        Contact(2, "Bone density"),
        Contact(0.4, "Laboratory before the next quarter"),
    ),
    letters=(
        Letter(
            0.9,
            "Rheumatology: report",
            "Remission under methotrexate. Blood count and liver values every twelve weeks.",
        ),
    ),
)

YUSUF = Story(
    key="yusuf",
    given="Yusuf",
    family="Aydin",
    sex="male",
    age=39,
    birthday=(7, 1),
    phone="+49 30 5550116",
    conditions=(
        Condition("Seasonal allergic rhinitis", "367498001", "J30.1", 12),
        Condition("Tonsillitis", "90176007", "J03.9", 0.9, 0.85),
    ),
    allergies=(Allergy("Grass pollen", "418689008", "Runny nose, itching eyes", 12),),
    medicines=(Medicine("Cetirizine 10 mg", "R06AE07", "1 in the evening in early summer", 12),),
    courses=(Course("temperature", ((0.9, 38.9), (0.85, 36.9), (0, 36.7)), 0.2, 4),),
    contacts=(Contact(0.9, "Sore throat and fever"), Contact(0.5, "Hay fever")),
)

EVERYDAY = (EVE, LINA, SOPHIE, TOM, IRINA, YUSUF)
