"""Where numbers that somebody was given stand in a letter."""

from paravent.deid.grammar import LIKELY, SURE, WEAK, cue, has_digits
from paravent.deid.terms import Label

VALUE = r"[A-Z]{0,6}[-/#]?\d[\w]*(?:[-/.][\w]+)*"
NUMBERS = (
    cue(
        Label.ID,
        rf"(?<!\w)\w*(?:nummer|zahl|zeichen|[-.]? ?Nr|-ID|ID)\.?[ ]?[:.#]\s{{0,3}}(?P<it>{VALUE})",
        LIKELY,
        has_digits,
    ),
    cue(
        Label.ID,
        rf"(?<!\w)(?:Patienten-?ID|Patient[- ]?ID|Pat\.?-?(?:Nr|ID|Nummer)\.?|Fall(?:zahl|nummer|-?Nr\.?)?|PIZ|PID|SV(?:-?N[Rr]\.?)?|Sozialversicherungsnummer|Vers(?:icherten|icherungs)?\.?-?(?:Nr|nummer)\.?|KVNR|KV-Nr\.?|LANR|BSNR|Aufnahme-?(?:nummer|zahl|Nr\.?)|Befund-?(?:nummer|Nr\.?)|Auftrags-?(?:nummer|Nr\.?)|Eingangs-?(?:nummer|Nr\.?)|Histo(?:logie)?-?(?:nummer|Nr\.?)|Journal-?(?:nummer|Nr\.?)|Akten-?(?:zeichen|nummer)|Az\.?|E-?Nr\.?|Nr\.|Chargen?-?(?:nummer|Nr\.?)?|Seriennummer|Reg\.?-?Nr\.?|Ausweis-?(?:nummer|Nr\.?)|Präparat-?Nr\.?|Zi(?:mmer)?\.?|Station)[ ]?[.:#]?\s{{0,2}}(?P<it>{VALUE})",
        LIKELY,
        has_digits,
    ),
    cue(
        Label.ID,
        r"(?i:(?<!\w)(?:MRN|medical record(?: number| no\.?| #)?|record(?: number| no\.?)|patient id|site id|id|insurance(?: id| number| no\.?| plan)?|policy(?: number| no\.?)?|member(?: id| number)?|plan(?: id| number)?|beneficiary(?: id| number)?|account(?: number| no\.?)?|acct|license(?: number| no\.?)?|ssn|social security(?: number)?|health plan(?: id| number)?|chart(?: number| no\.?)?|case(?: number| no\.?)?|ref(?:erence)?(?: number| no\.?)?|serial(?: number| no\.?)?|device(?: id| number)?|hpbn|medicare(?: id| number)?|medicaid(?: id| number)?))(?:\s(?:is|was|no\.?|number|of))?\s?[:#]?\s?#?(?P<it>[A-Za-z]{0,6}[-#]?\d[\w]*(?:-[\w]+)*)",
        LIKELY,
        has_digits,
    ),
    cue(
        Label.ID,
        r"(?<![\w.,+/-])(?:\d{7,12}|[A-Z]{2,4}[-/]\d{4,12}|[A-Z]-\d{5,12}|[A-Z]{1,2}\d{6,12}|\d{3}-\d{2}-\d{3,4}|\d{3}-\d{3}-\d{3}|[A-Z]{1,3}[-/.]?\d{2,6}[-/]\d{2,8})(?![\w,]|[.]\d)",
        LIKELY,
    ),
    cue(
        Label.PHONE,
        r"(?<!\w)(?:Tel(?:efon|\.|\b)|Handy|Mobil|Phone|phone|Durchwahl|DW|Info|Rufnummer|Klappe|Kl\.|NSt\.?|Piepser|Pager|call|cell|contact)[^\d\n+(]{0,25}(?P<it>[+(]?\d[\d ()/\-–.]{3,24}\d(?:[ ]o\.[ ]\d{2,6})?)(?![.,]?\d)",
        LIKELY,
    ),
    cue(
        Label.FAX,
        r"(?<!\w)(?:Telefax|Fax|FAX)[^\d\n+(]{0,12}(?P<it>[+(]?\d[\d ()/\-–.]{3,24}\d(?:[ ]o\.[ ]\d{2,6})?)(?![.,]?\d)",
        SURE,
        signs=("fax", "Fax", "FAX"),
    ),
    cue(
        Label.PHONE,
        r"(?<![\w./,-])(?:\+\d{1,3}[ ]?(?:\(0\))?[ ]?|0|\(0)\d{2,5}\)?[ ]?[/\-–][ ]?\d[\d \-]{3,12}\d(?![.,]?\d)|\(\d{3}\)[ ]?\d{3}-\d{4}|(?<![\w-])\d{3}[-.]\d{3}[-.]\d{4}(?![\w-])|(?<!\w)\+\d{1,3}[ ]?(?:\(0\))?[\d \-/]{6,18}\d",
        LIKELY,
    ),
    cue(
        Label.ID,
        r"(?<![\w-])(?:Station|Stat\.|Zimmer|Zi\.|Saal|OP|Bett|Ebene|Klinik|KLINIK|Abteilung|Intensiv|ITS|ICU)[ ]?(?:Nr\.[ ]?)?(?P<it>\d{1,3}[a-zA-Z]?|[A-Z]\d{0,3}|[IVX]{1,4})(?![\w-]|[.,]\d|[ ](?:mg|ml|cm|Tag|Woche|Monat|Jahr))",
        WEAK,
    ),
)
