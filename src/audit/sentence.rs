//! Finds a policy's sentence in the text of a page, also one that was changed.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use crate::consent::Policy;

/// Where the reader of a page puts the edge of a block, so that a heading is not read into the sentence below it.
pub const BLOCK_EDGE: char = '\u{2029}';

/// From this share of equal characters on (in percent), a text is the sentence in other words.
const ALIKE: usize = 60;

/// How a text compares with the policy's closest sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The language of that sentence.
    pub language: String,
    /// How much of it is there, in percent; 100 only for the very words.
    pub percent: usize,
    /// What stands before it, when the words are the same.
    pub before: Beside,
    /// What stands after it, when the words are the same.
    pub after: Beside,
}

/// Words beside the sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// The words, without marks that only say that a box is required.
    pub text: String,
    /// Whether they run into the sentence, so that a reader takes them for a part of it.
    pub joined: bool,
}

/// A policy's sentences, ready to be compared.
#[derive(Debug)]
pub struct Sentences(Vec<(String, Text)>);

impl Sentences {
    /// Those of a policy.
    #[must_use]
    pub fn of(policy: &Policy) -> Self {
        Self(policy.sentences.iter().map(|s| (s.language.clone(), Text::of(&s.text()))).collect())
    }

    /// The length of the longest, in characters.
    #[must_use]
    pub fn longest(&self) -> usize {
        self.0.iter().map(|(_, text)| text.chars.len()).max().unwrap_or(0)
    }

    /// The closest of them, or None where the text is nothing like any.
    ///
    /// Letter case, blanks, invisible characters and the shape of quotation marks are no difference, nor is a full
    /// stop at the end.
    #[must_use]
    pub fn closest(&self, text: &str) -> Option<Match> {
        let text = Text::of(text);
        let exact = self.0.iter().find_map(|(language, sentence)| {
            let at = text.find(&sentence.chars)?;
            let (before, after) = (text.before(at), text.after(at + sentence.chars.len()));
            Some(Match { language: language.clone(), percent: 100, before, after })
        });
        exact.or_else(|| {
            let share = |(language, sentence): &(String, Text)| {
                let percent = sentence.share_in(&text);
                let (before, after) = (Beside::default(), Beside::default());
                (percent >= ALIKE).then(|| Match { language: language.clone(), percent, before, after })
            };
            self.0.iter().filter_map(share).max_by_key(|found| found.percent)
        })
    }
}

/// A text without what is no difference.
#[derive(Debug)]
struct Text {
    chars: Vec<char>,
    /// Blanks that are the edge of a block.
    edges: Vec<usize>,
}

impl Text {
    fn of(text: &str) -> Self {
        let (mut chars, mut edges, mut blank, mut edge) = (Vec::new(), Vec::new(), false, false);
        for character in text.chars() {
            if character.is_whitespace() {
                blank = true;
                edge |= character == BLOCK_EDGE;
                continue;
            }
            let shown = match character {
                '\u{ad}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{2069}'
                | '\u{feff}' => {
                    continue;
                }
                '\u{2018}' | '\u{2019}' | '\u{2bc}' => '\'',
                '\u{201c}'..='\u{201e}' | '\u{ab}' | '\u{bb}' => '"',
                '\u{2010}' | '\u{2011}' => '-',
                other => other,
            };
            if blank && !chars.is_empty() {
                if edge {
                    edges.push(chars.len());
                }
                chars.push(' ');
            }
            (blank, edge) = (false, false);
            chars.extend(shown.to_lowercase());
        }
        Self { chars, edges }
    }

    fn find(&self, sentence: &[char]) -> Option<usize> {
        let whole = |at: usize, end: usize| {
            // From Thai on, many scripts have no blanks between words.
            let word =
                |index: usize| self.chars.get(index).is_some_and(|c| c.is_alphanumeric() && *c < '\u{e00}');
            !word(end) && (at == 0 || !word(at - 1))
        };
        let at = self.chars.windows(sentence.len().max(1)).enumerate();
        at.filter(|(_, window)| *window == sentence)
            .map(|(at, _)| at)
            .find(|at| whole(*at, at + sentence.len()))
    }

    fn before(&self, at: usize) -> Beside {
        let chars = self.chars.get(..at).unwrap_or_default();
        let ends = |c: &char| ".!?:;)»\"*—–|".contains(*c);
        let apart = self.edges.contains(&at.saturating_sub(1))
            || chars.iter().rev().find(|c| **c != ' ').is_some_and(ends);
        beside(chars, !apart)
    }

    fn after(&self, at: usize) -> Beside {
        let chars = self.chars.get(at..).unwrap_or_default();
        let starts = |c: &char| ".!?;(\"*—–|".contains(*c);
        let apart = self.edges.contains(&at) || chars.iter().find(|c| **c != ' ').is_some_and(starts);
        beside(chars, !apart)
    }

    /// How much of this sentence is somewhere in the text, in percent, and never all of it: by the edit distance to the
    /// nearest part of the text (Sellers).
    fn share_in(&self, text: &Self) -> usize {
        let length = self.chars.len().max(1);
        if pairs_in(&self.chars, &text.chars) * 100 < ALIKE * length.saturating_sub(1) / 2 {
            return 0;
        }
        let mut row: Vec<usize> = (0..=length).collect();
        let mut nearest = length;
        for character in &text.chars {
            let mut diagonal = 0;
            for (index, own) in self.chars.iter().enumerate() {
                let (left, above) =
                    (row.get(index).copied().unwrap_or(0), row.get(index + 1).copied().unwrap_or(0));
                let cost = (diagonal + usize::from(own != character)).min(left + 1).min(above + 1);
                diagonal = above;
                if let Some(cell) = row.get_mut(index + 1) {
                    *cell = cost;
                }
            }
            nearest = nearest.min(row.get(length).copied().unwrap_or(length));
        }
        (length.saturating_sub(nearest) * 100 / length).min(99)
    }
}

/// How many neighbouring pairs of the sentence's characters the text has, too: cheap, and never less than an equal part
/// would have.
fn pairs_in(sentence: &[char], text: &[char]) -> usize {
    let key = |pair: &[char]| {
        pair.iter().fold(7_usize, |sum, c| sum.wrapping_mul(31).wrapping_add(*c as usize)) % 1024
    };
    let mut seen = vec![false; 1024];
    for pair in text.windows(2) {
        if let Some(slot) = seen.get_mut(key(pair)) {
            *slot = true;
        }
    }
    sentence.windows(2).filter(|pair| seen.get(key(pair)).copied().unwrap_or(false)).count()
}

/// Words that only say that a box must or need not be ticked.
const MARKS: &[&str] = &[
    "required",
    "mandatory",
    "erforderlich",
    "pflichtfeld",
    "obligatoire",
    "obligatorio",
    "obbligatorio",
    "obrigatório",
    "مطلوب",
    "إلزامي",
];

fn beside(chars: &[char], joined: bool) -> Beside {
    let text: String = chars.iter().collect();
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.iter().all(|word| MARKS.contains(word)) {
        return Beside::default();
    }
    let edges = |c: char| !c.is_alphanumeric() && !"()\"'".contains(c);
    Beside { text: text.trim_matches(edges).into(), joined }
}

/// Phrases by which a person agrees to something, or names what is mostly agreed to beside it.
const AGREEING: &[&str] = &[
    "i agree",
    "i accept",
    "i consent",
    "i also",
    "i confirm",
    "i want to receive",
    "you agree",
    "you accept",
    "you consent",
    "terms of",
    "terms and",
    "newsletter",
    "marketing",
    "promotion",
    "ich stimme",
    "ich akzeptiere",
    "ich willige",
    "ich möchte",
    "agb",
    "geschäftsbedingungen",
    "werbung",
    "j'accepte",
    "je consens",
    "conditions générales",
    "acepto",
    "doy mi consentimiento",
    "términos y",
    "accetto",
    "acconsento",
    "termini e",
    "aceito",
    "concordo",
    "termos",
    "أوافق",
    "الشروط",
];

/// Whether words beside a sentence ask for another consent.
#[must_use]
pub fn asks_for_more(text: &str) -> bool {
    let text: String = Text::of(text).chars.iter().collect();
    AGREEING.iter().any(|phrase| text.contains(phrase))
}

/// How a box that ticks all others is labelled.
const ALL: &[&str] = &[
    "select all",
    "accept all",
    "agree to all",
    "tick all",
    "check all",
    "all of the above",
    "everything above",
    "alle auswählen",
    "alle akzeptieren",
    "allem zustimmen",
    "tout accepter",
    "tout sélectionner",
    "aceptar todo",
    "seleccionar todo",
    "accetta tutto",
    "seleziona tutto",
    "aceitar tudo",
    "selecionar tudo",
    "تحديد الكل",
    "أوافق على الكل",
];

/// Whether a label is that of a box that ticks all others.
#[must_use]
pub fn is_select_all(label: &str) -> bool {
    let text: String = Text::of(label).chars.iter().collect();
    text.chars().count() <= 60 && ALL.iter().any(|phrase| text.contains(phrase))
}
