//! The sentence: its words, whether they can be seen and read, and in which language.

use alloc::format;
use alloc::string::String;

use super::because;
use crate::audit::facts::{Cause, Consent, Link, Medium, Run, Sentence};
use crate::audit::finding::{Findings, Rule};
use crate::audit::sentence::{Match, Sentences, asks_for_more, is_select_all};
use crate::consent::Policy;

/// The smallest size that this check lets pass, in CSS pixels. No law names a size.
const LEAST_SIZE: f64 = 9.0;
/// WCAG's large text: 18 points, or 14 points bold.
const LARGE: f64 = 24.0;
const LARGE_BOLD: f64 = 18.66;

pub(super) fn judge(policy: &Policy, sentences: &Sentences, consent: &Consent, findings: &mut Findings) {
    let sentence = &consent.sentence;
    let place = &sentence.place;
    match sentence.medium {
        Medium::Image => findings.add(Rule::SentenceInImage, place, "The sentence is a picture, not text."),
        Medium::Css => findings.add(
            Rule::SentenceInCss,
            place,
            "The sentence, or a part of it, comes from a style sheet.",
        ),
        Medium::Name => {
            findings.add(
                Rule::SentenceHidden,
                place,
                "The sentence is there for assistive technology alone; nobody sees it.",
            );
        }
        Medium::Text => words(sentences, consent, findings),
    }
    let silent = "Assistive technology is kept from the sentence, or from a part of it.";
    findings.when(sentence.is_silent(), Rule::SentenceNotReadAloud, place, silent);
    if sentence.medium == Medium::Text {
        seen(sentence, findings);
        language(policy, sentence, findings);
    }
    for neighbour in consent.neighbours.iter().filter(|neighbour| is_select_all(&neighbour.name)) {
        let text =
            format!("The box \"{}\" stands for all others, this consent among them.", short(&neighbour.name));
        findings.add(Rule::SelectAllBox, &neighbour.place, text);
    }
}

/// The words, and what one tick covers beside them.
fn words(sentences: &Sentences, consent: &Consent, findings: &mut Findings) {
    let sentence = &consent.sentence;
    let place = &sentence.place;
    let Some(found) = sentences.closest(&sentence.text).filter(|found| found.percent == 100) else {
        // A part that is hidden is told as such.
        if sentence.runs.iter().all(|run| run.unseen.is_none()) || !is_whole_with_hidden(sentences, sentence)
        {
            findings.add(Rule::SentenceDiffers, place, format!("It says \"{}\".", short(&sentence.text)));
        }
        return;
    };
    let covered = sentences.closest(&sentence.covers).filter(|found| found.percent == 100).unwrap_or(found);
    let other_links = consent.links.iter().any(|link| !link.in_sentence && link.unseen.is_none());
    let Match { before, after, .. } = covered;
    let bundled = [&before, &after].into_iter().find(|beside| {
        !beside.text.is_empty() && (asks_for_more(&beside.text) || (beside.joined && other_links))
    });
    if let Some(beside) = bundled {
        let text = format!("One tick covers this, too: \"{}\".", short(&beside.text));
        findings.add(Rule::BundledConsent, place, text);
    } else if let Some(beside) =
        [&before, &after].into_iter().find(|beside| beside.joined && !beside.text.is_empty())
    {
        findings.add(Rule::SentenceDiffers, place, format!("Words are added: \"{}\".", short(&beside.text)));
    }
}

/// Whether the policy's words are all there, and some are hidden.
fn is_whole_with_hidden(sentences: &Sentences, sentence: &Sentence) -> bool {
    let text: String = sentence.runs.iter().map(|run| run.text.as_str()).collect();
    sentences.closest(&text).is_some_and(|found| found.percent == 100)
}

fn seen(sentence: &Sentence, findings: &mut Findings) {
    let hidden = |run: &&Run| run.unseen.is_some();
    if let Some(run) = sentence.runs.iter().find(hidden) {
        let unseen = run.unseen.clone().unwrap_or_default();
        let rule = if unseen.cause == Cause::Covered { Rule::SentenceCovered } else { Rule::SentenceHidden };
        let text = format!("Nobody sees \"{}\": {}.", short(&run.text), because(&unseen));
        // What points at the words would point at nothing where they are not rendered.
        findings.add(rule, if run.place.rect.width > 0.0 { &run.place } else { &sentence.place }, text);
    }
    let drawn = || sentence.runs.iter().filter(|run| run.unseen.is_none());
    if let Some(run) = drawn().find(|run| run.font_size < LEAST_SIZE) {
        let text = format!("Its text is {:.1} CSS pixels high.", run.font_size);
        findings.add(Rule::SentenceTooSmall, &run.place, text);
    }
    let faint =
        drawn().filter_map(|run| Some((run, ratio(run)?))).filter(|(run, ratio)| *ratio < wanted(run));
    if let Some((run, ratio)) = faint.min_by(|(_, one), (_, other)| one.total_cmp(other)) {
        let text = format!(
            "\"{}\" has a contrast of {:.2} to 1; {} to 1 is the least.",
            short(&run.text),
            floored(ratio),
            wanted(run)
        );
        findings.add(Rule::LowContrast, &run.place, text);
    }
}

/// The contrast at the worst of the grounds that may be behind the words.
fn ratio(run: &Run) -> Option<f64> {
    run.grounds.iter().map(|ground| run.ink.contrast(ground)).min_by(f64::total_cmp)
}

/// A ratio that fails must not be shown as one that passes.
fn floored(ratio: f64) -> f64 {
    (ratio * 100.0).floor() / 100.0
}

fn wanted(run: &Run) -> f64 {
    let large = run.font_size >= LARGE || (run.font_size >= LARGE_BOLD && run.font_weight >= 700.0);
    if large { 3.0 } else { 4.5 }
}

fn language(policy: &Policy, sentence: &Sentence, findings: &mut Findings) {
    let place = &sentence.place;
    let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    let (is, said) = (primary(&sentence.language), primary(&sentence.declared_language));
    if said.is_empty() {
        findings.add(
            Rule::LanguageUnmarked,
            place,
            format!("The sentence is in \"{is}\", and nothing on the page says so."),
        );
    } else if is != said {
        let text = format!("The sentence is in \"{is}\", and the page says that it is in \"{said}\".");
        findings.add(Rule::LanguageUnmarked, place, text);
    }
    let wanted = policy.sentences.iter().find(|s| s.language == sentence.language).map(|s| s.right_to_left);
    if let Some(right_to_left) = wanted.filter(|wanted| *wanted != sentence.right_to_left) {
        let way = if right_to_left { "from right to left" } else { "from left to right" };
        findings.add(
            Rule::WrongDirection,
            place,
            format!("Its language is written {way}, and it is laid out the other way."),
        );
    }
}

/// The first words of a text.
pub(super) fn short(text: &str) -> String {
    const MOST: usize = 160;
    let words: String = text.split_whitespace().flat_map(|word| [word, " "]).collect();
    let words = words.trim_end();
    if words.chars().count() <= MOST {
        return words.into();
    }
    words.chars().take(MOST).chain(" …".chars()).collect()
}

/// Whether a link's words are those that name the policy, or hold them.
pub(super) fn is_on_policy_words(policy: &Policy, language: &str, link: &Link) -> bool {
    let named = policy.sentences.iter().find(|s| s.language == language).map_or("", |s| s.link_text());
    let plain =
        |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<alloc::vec::Vec<_>>().join(" ");
    let (named, words) = (plain(named), plain(&link.text));
    !words.is_empty()
        && (named.is_empty()
            || words.contains(&named)
            || (named.contains(&words) && words.len() * 2 >= named.len()))
}
