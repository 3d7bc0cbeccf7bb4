//! Which of the languages that there are fits a person: RFC 4647 lookup, and what it cannot know of scripts and of
//! languages with several tags.

use alloc::string::String;

/// A tag, and one that serves its readers where it is not there itself: the script that a region writes, or that is
/// meant where none is named (CLDR, likely subtags), the two forms of Norwegian, and tags that were renamed (IANA
/// language subtag registry). The file is JSON, and pages that look a language up without the core read it too
/// (`www/element/language.ts`); as it stands, it is an expression of Rust as well.
const SERVED_BY: &[[&str; 2]] = &include!("served-by.json");

/// The first of the wanted languages (BCP 47) that there is, a longer tag before what is left of it without its end;
/// then English, then the first. None of an empty list.
pub(super) fn lookup<'a, T>(list: &'a [T], language: fn(&T) -> &String, wanted: &[&str]) -> Option<&'a T> {
    let exact = |tag: &str| list.iter().find(|item| language(item).eq_ignore_ascii_case(tag));
    let served = |tag: &str| {
        let mut others = SERVED_BY.iter().filter(|[from, _]| from.eq_ignore_ascii_case(tag));
        exact(tag).or_else(|| others.find_map(|[_, by]| exact(by)))
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
