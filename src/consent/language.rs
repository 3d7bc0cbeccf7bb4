//! Which of the languages that there are fits a person: RFC 4647 lookup, and what it cannot know of scripts and of
//! languages with several tags.

use alloc::string::String;

/// A tag, and one that serves its readers where it is not there itself: the script that a region writes, or that is
/// meant where none is named (CLDR, likely subtags), the two forms of Norwegian, and tags that were renamed (IANA
/// language subtag registry).
const SERVED_BY: [(&str, &str); 13] = [
    ("zh-TW", "zh-Hant"),
    ("zh-HK", "zh-Hant"),
    ("zh-MO", "zh-Hant"),
    ("zh", "zh-Hans"),
    ("sr-ME", "sr-Latn"),
    ("sr", "sr-Cyrl"),
    ("sh", "sr-Latn"),
    ("nn", "nb"),
    ("nn", "no"),
    ("no", "nb"),
    ("nb", "no"),
    ("iw", "he"),
    ("in", "id"),
];

/// The first of the wanted languages (BCP 47) that there is, a longer tag before what is left of it without its end;
/// then English, then the first. None of an empty list.
pub(super) fn lookup<'a, T>(list: &'a [T], language: fn(&T) -> &String, wanted: &[&str]) -> Option<&'a T> {
    let exact = |tag: &str| list.iter().find(|item| language(item).eq_ignore_ascii_case(tag));
    let served = |tag: &str| {
        let mut others = SERVED_BY.iter().filter(|(from, _)| from.eq_ignore_ascii_case(tag));
        exact(tag).or_else(|| others.find_map(|(_, by)| exact(by)))
    };
    for tag in wanted {
        let mut tag = *tag;
        loop {
            if let Some(item) = served(tag) {
                return Some(item);
            }
            match tag.rsplit_once('-') {
                Some((shorter, _)) => tag = shorter,
                None => break,
            }
        }
    }
    exact("en").or_else(|| list.first())
}
