"""Stories of people who are ill for long."""

from paravent.fhir.sample.story import Allergy, Condition, Contact, Course, Done, Letter, Medicine, Story

ALI = Story(
    key="ali",
    given="Ali",
    family="Demir",
    sex="male",
    age=58,
    birthday=(3, 14),
    phone="+49 30 5550101",
    conditions=(
        Condition("Essential hypertension", "59621000", "I10", 6.2),
        Condition("Type 2 diabetes mellitus", "44054006", "E11.9", 5.4),
        Condition("Hypercholesterolaemia", "13644009", "E78.0", 5.4),
        Condition("Acute bronchitis", "10509002", "J20.9", 3.1, 3.0),
    ),
    allergies=(Allergy("Penicillin", "91936005", "Rash all over, within an hour", 21),),
    medicines=(
        Medicine("Ramipril 2.5 mg", "C09AA05", "1 in the morning", 6.2, 5.6),
        Medicine("Ramipril 5 mg", "C09AA05", "1 in the morning", 5.6),
        Medicine("Amlodipine 5 mg", "C08CA01", "1 in the morning", 4.1),
        Medicine("Metformin 500 mg", "A10BA02", "1 morning and evening", 5.4, 4.4),
        Medicine("Metformin 1000 mg", "A10BA02", "1 morning and evening", 4.4),
        Medicine("Atorvastatin 20 mg", "C10AA05", "1 in the evening", 5.3),
    ),
    courses=(
        Course(
            "blood-pressure",
            ((6.2, 168, 101), (5.6, 158, 96), (4.1, 149, 91), (3.6, 136, 84), (0.9, 134, 82), (0, 146, 89)),
            5,
            5,
        ),
        Course("weight", ((6, 94.5), (4.5, 92), (2, 89), (0, 91.5)), 0.9),
        Course("glucose", ((5.4, 192), (4.4, 168), (3.5, 138), (0, 149)), 12),
        Course("HbA1c", ((5.4, 8.6), (4.4, 7.9), (3.5, 6.9), (0, 7.3)), 0.15, 4),
        Course("pulse", ((6, 82), (0, 76)), 5),
    ),
    contacts=(
        Contact(6.2, "Headaches; blood pressure high three times at home"),
        Contact(5.6, "Blood pressure still high"),
        Contact(5.4, "Thirst and tiredness, laboratory"),
        Contact(4.1, "Blood pressure, second medicine"),
        Contact(3.1, "Cough for nine days"),
        Contact(2.2, "Diabetes programme, feet and eyes looked at"),
        Contact(1.1, "Diabetes programme"),
        Contact(0.3, "Blood pressure higher again at home"),
    ),
    letters=(
        Letter(2.1, "Eye clinic: report", "Both eyes after dilation: no diabetic retinopathy. Next control in a year."),
        Letter(
            4.0,
            "Cardiology: echocardiography",
            "Left ventricle of normal size, slight thickening of the wall. Good pump function. Blood pressure below 140/90 is advised.",
        ),
    ),
    vaccinations=(Done(1.1, "Influenza", "158"), Done(2.1, "Influenza", "158"), Done(3.4, "Pneumococcal", "133")),
    procedures=(Done(4.0, "Echocardiography", "40701008"),),
)

HANS = Story(
    key="hans",
    given="Hans",
    family="Weber",
    sex="male",
    age=71,
    birthday=(11, 2),
    phone="+49 30 5550102",
    conditions=(
        Condition("Chronic obstructive pulmonary disease", "13645005", "J44.9", 9),
        Condition("Heart failure", "84114007", "I50.9", 3.2),
        Condition("Former smoker", "8517006", "Z87.891", 8.5),
    ),
    allergies=(Allergy("Iodinated contrast media", "293637006", "Hives", 7),),
    medicines=(
        Medicine("Tiotropium 18 µg", "R03BB04", "1 inhalation in the morning", 8.5),
        Medicine("Salbutamol 100 µg", "R03AC02", "2 puffs when short of breath", 9),
        Medicine("Bisoprolol 2.5 mg", "C07AB07", "1 in the morning", 3.2),
        Medicine("Torasemide 10 mg", "C03CA04", "1 in the morning", 3.2),
    ),
    courses=(
        Course("weight", ((5, 78), (3.3, 84.5), (3, 79), (0.2, 79.5), (0, 82.5)), 0.6, 8),
        Course("oxygen-saturation", ((6, 95), (3.2, 91), (0, 93)), 1.1, 5),
        Course("blood-pressure", ((6, 142, 84), (3, 128, 76), (0, 124, 74)), 5, 4),
        Course("pulse", ((6, 84), (3.2, 96), (0, 72)), 5, 4),
    ),
    contacts=(
        Contact(3.2, "Swollen legs, short of breath on the stairs"),
        Contact(2.0, "Control after hospital"),
        Contact(0.8, "Cough, more than usual"),
        Contact(0.1, "Three kilograms more within a week"),
    ),
    letters=(
        Letter(
            3.1,
            "Hospital: discharge letter",
            "Admitted with decompensated heart failure. Five litres lost under treatment. Weigh daily, call at two kilograms more within three days.",
        ),
    ),
    vaccinations=(Done(0.2, "Influenza", "158"), Done(1.2, "Influenza", "158"), Done(5, "Pneumococcal", "133")),
)

MARIE = Story(
    key="marie",
    given="Marie",
    family="Okafor",
    sex="female",
    age=46,
    birthday=(6, 21),
    phone="+49 30 5550103",
    conditions=(
        Condition("Hypothyroidism", "40930008", "E03.9", 7),
        Condition("Depressive episode", "35489007", "F32.1", 2.4, 0.7),
    ),
    medicines=(
        Medicine("Levothyroxine 75 µg", "H03AA01", "1 in the morning, half an hour before breakfast", 6.5),
        Medicine("Levothyroxine 50 µg", "H03AA01", "1 in the morning", 7, 6.5),
        Medicine("Sertraline 50 mg", "N06AB06", "1 in the morning", 2.4, 0.8),
    ),
    courses=(
        Course("weight", ((7, 74), (6, 70), (2.4, 69), (1.6, 73), (0, 71)), 0.8, 2),
        Course("blood-pressure", ((7, 122, 78), (0, 124, 79)), 5, 2),
        Course("pulse", ((7, 58), (6, 68), (0, 70)), 4, 2),
    ),
    contacts=(
        Contact(7, "Tired and always cold"),
        Contact(2.4, "Low for weeks, does not sleep"),
        Contact(1.6, "Better, weight"),
        Contact(0.7, "Medicine ended"),
    ),
    letters=(
        Letter(
            2.2,
            "Psychotherapy: short report",
            "Twelve sessions so far, improving. Back to work part-time from the first of next month.",
        ),
    ),
)

GEORG = Story(
    key="georg",
    given="Georg",
    family="Lang",
    sex="male",
    age=63,
    birthday=(9, 9),
    phone="+49 30 5550104",
    conditions=(
        Condition("Atrial fibrillation", "49436004", "I48.9", 2.6),
        Condition("Low back pain", "279039007", "M54.5", 4, 1.9),
        Condition("Essential hypertension", "59621000", "I10", 10),
    ),
    medicines=(
        Medicine("Apixaban 5 mg", "B01AF02", "1 morning and evening", 2.6),
        Medicine("Metoprolol 47.5 mg", "C07AB02", "1 in the morning", 2.6),
        Medicine("Ibuprofen 400 mg", "M01AE01", "1 when in pain, at most three a day", 4, 2.6),
    ),
    courses=(
        Course("pulse", ((6, 74), (2.7, 112), (2.4, 78), (0, 72)), 7, 5),
        Course("blood-pressure", ((6, 146, 88), (0, 134, 81)), 6, 4),
        Course("weight", ((6, 88), (0, 86)), 0.8, 2),
    ),
    contacts=(Contact(4, "Back pain after moving house"), Contact(2.6, "Heart stumbles"), Contact(0.5, "Control")),
    letters=(
        Letter(
            2.5,
            "Cardiology: long-term ECG",
            "Atrial fibrillation throughout, mean rate 98. Anticoagulation begun. No painkillers of the ibuprofen kind from now on.",
        ),
    ),
)

CHRONIC = (ALI, HANS, MARIE, GEORG)
