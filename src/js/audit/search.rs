//! Where the consent is on the page: found by its words, else by what stands for them.

use alloc::string::String;
use alloc::vec::Vec;

use super::control::Boxed;
use super::name::{image_text, labels};
use super::surface::rect_of;
use super::tree::{Tree, attribute, property};
use crate::audit::{Medium, Sentences, asks_for_more};
use crate::consent::Policy;

/// The least element that holds the sentence.
pub(super) struct Unit {
    pub(super) index: usize,
    pub(super) language: String,
    /// The very words are there and can be seen.
    pub(super) exact: bool,
    pub(super) medium: Medium,
    /// Where it is not text: what it says.
    pub(super) said: String,
}

/// The consents to a policy, best first way of finding them.
pub(super) fn units(tree: &Tree, policy: &Policy, sentences: &Sentences, boxes: &[Boxed]) -> Vec<Unit> {
    let found = by_text(tree, sentences);
    if !found.is_empty() {
        return found;
    }
    for found in [
        by_css(tree, sentences),
        by_image(tree, sentences, boxes),
        by_name(tree, sentences, boxes),
        by_partner(tree, policy, sentences, boxes),
    ] {
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// An element whose text is like the sentence.
struct ByText {
    index: usize,
    /// Whether the very words are in sight, whether words like them are, and how like they are.
    rank: (bool, bool, usize),
    language: String,
}

/// By words that are text, the very words first.
fn by_text(tree: &Tree, sentences: &Sentences) -> Vec<Unit> {
    let mut found: Vec<ByText> = Vec::new();
    let longest = sentences.longest();
    for index in 0..tree.items.len() {
        let length = tree.text_length(index);
        // Four bytes for a letter at most, and a third of the words at least.
        if length < longest / 4 || length > longest * 64 {
            continue;
        }
        let is_short = length <= longest * 8;
        let of = |text: &str| sentences.closest(text).filter(|found| is_short || found.percent == 100);
        let shown = of(&tree.text(index, |run| !is_put_away(tree, run)));
        let all = of(&tree.text(index, |_| true));
        let (exact, is_shown) = (shown.as_ref().is_some_and(|m| m.percent == 100), shown.is_some());
        // A hidden copy elsewhere must not count for what is in sight.
        if let Some(best) = shown.or(all) {
            found.push(ByText { index, rank: (exact, is_shown, best.percent), language: best.language });
        }
    }
    // The very words in sight; else what is in sight, at least in part; else what is out of sight.
    let Some(top) = found.iter().map(|found| found.rank).max() else { return Vec::new() };
    let (exact, _, percent) = top;
    found.retain(|found| found.rank == top);
    // The least ones: none that has another within it.
    let least =
        |index: usize| !found.iter().any(|other| other.index != index && tree.is_within(other.index, index));
    let mut units: Vec<Unit> = found
        .iter()
        .filter(|found| least(found.index))
        .map(|found| unit(found.index, found.language.clone(), exact, Medium::Text, String::new()))
        .collect();
    if percent < 100 {
        units.truncate(1);
    }
    units
}

fn unit(index: usize, language: String, exact: bool, medium: Medium, said: String) -> Unit {
    Unit { index, language, exact, medium, said }
}

/// Whether a text node is out of sight by what its elements say: left for assistive technology, or not rendered.
pub(super) fn is_put_away(tree: &Tree, run: usize) -> bool {
    let Some(owner) = tree.runs.get(run).map(|run| run.owner) else { return true };
    let Some(item) = tree.item(owner) else { return true };
    if item.opacity < 0.05 || property(&item.style, "visibility") != "visible" {
        return true;
    }
    tree.around(owner).take(6).filter_map(|index| tree.item(index)).any(|item| {
        let display = property(&item.style, "display");
        if display == "none" {
            return true;
        }
        if display == "contents" || display == "inline" {
            return false;
        }
        let (clip, path) = (property(&item.style, "clip"), property(&item.style, "clip-path"));
        let is_cut = clip.starts_with("rect(0px, 0px, 0px")
            || clip.starts_with("rect(1px, 1px, 1px")
            || path.starts_with("inset(50%")
            || path.starts_with("inset(100%");
        let rect = rect_of(&item.element);
        let is_dot =
            (rect.width <= 2.0 || rect.height <= 2.0) && property(&item.style, "overflow-x") != "visible";
        is_cut || is_dot || rect.x + rect.width < -500.0
    })
}

/// By words that a style sheet puts in.
fn by_css(tree: &Tree, sentences: &Sentences) -> Vec<Unit> {
    let said = |index: usize| {
        let mut text = String::new();
        for inner in tree.within(index).take(40) {
            text.push_str(&pseudo_text(tree, inner, "::before"));
            text.push_str(&tree.text(inner, |run| tree.runs.get(run).is_some_and(|run| run.owner == inner)));
            text.push_str(&pseudo_text(tree, inner, "::after"));
        }
        text
    };
    let with_text = (0..tree.items.len()).filter(|index| {
        ["::before", "::after"].iter().any(|pseudo| pseudo_text(tree, *index, pseudo).chars().count() >= 12)
    });
    for holder in with_text {
        for around in tree.around(holder).take(3) {
            let text = said(around);
            if let Some(found) = sentences.closest(&text) {
                return alloc::vec![unit(around, found.language, false, Medium::Css, text)];
            }
        }
    }
    Vec::new()
}

/// The words of a pseudo-element.
fn pseudo_text(tree: &Tree, index: usize, pseudo: &str) -> String {
    let text = (|| {
        let item = tree.item(index)?;
        let window = &tree.frames.get(item.frame)?.window;
        let style = window.get_computed_style_with_pseudo_elt(&item.element, pseudo).ok()??;
        let content = property(&style, "content");
        if let Some(name) = content.strip_prefix("attr(").and_then(|rest| rest.split(')').next()) {
            return item.element.get_attribute(name.trim());
        }
        Some(String::from(content.strip_prefix('"')?.split('"').next()?))
    })();
    text.unwrap_or_default()
}

/// By a picture that says the words, or that stands alone beside a box.
fn by_image(tree: &Tree, sentences: &Sentences, boxes: &[Boxed]) -> Vec<Unit> {
    for (index, item) in tree.items.iter().enumerate() {
        if let Some((text, found)) =
            image_text(&item.element).and_then(|text| Some((text.clone(), sentences.closest(&text)?)))
        {
            return alloc::vec![unit(index, found.language, false, Medium::Image, text)];
        }
    }
    for boxed in boxes {
        for label in
            labels(tree, boxed.index).into_iter().chain(tree.item(boxed.index).and_then(|item| item.parent))
        {
            let is_wordless = tree.text(label, |_| true).chars().filter(|c| c.is_alphabetic()).count() < 3;
            let picture = tree.within(label).find(|index| {
                let Some(item) = tree.item(*index) else { return false };
                let rect = rect_of(&item.element);
                let is_picture = image_text(&item.element).is_some()
                    || property(&item.style, "background-image").contains("url(");
                is_picture && rect.width >= 120.0 && rect.height >= 10.0
            });
            if let Some(picture) = picture.filter(|_| is_wordless) {
                return alloc::vec![unit(picture, String::new(), false, Medium::Image, String::new())];
            }
        }
    }
    Vec::new()
}

/// By the name of a box that nobody sees.
fn by_name(tree: &Tree, sentences: &Sentences, boxes: &[Boxed]) -> Vec<Unit> {
    let named = boxes.iter().find_map(|boxed| Some((boxed, sentences.closest(&boxed.name)?)));
    let named = named.filter(|(boxed, _)| tree.item(boxed.index).is_some());
    named
        .map(|(boxed, found)| unit(boxed.index, found.language, false, Medium::Name, boxed.name.clone()))
        .into_iter()
        .collect()
}

/// By words about the partner beside a box or a link to the policy: the consent in quite other words.
fn by_partner(tree: &Tree, policy: &Policy, sentences: &Sentences, boxes: &[Boxed]) -> Vec<Unit> {
    let partner = policy.partner.to_lowercase();
    let longest = sentences.longest() * 4;
    let is_about = |index: usize| {
        let links = tree.within(index).filter_map(|index| tree.element(index)).any(|element| {
            let address = attribute(element, "href");
            policy
                .links
                .all()
                .iter()
                .any(|policy| address.trim_end_matches('/') == policy.trim_end_matches('/'))
        });
        let text = tree.text(index, |_| true);
        let speaks = text.to_lowercase().contains(&partner);
        (links, speaks, text)
    };
    let beside = boxes.iter().flat_map(|boxed| {
        let own =
            labels(tree, boxed.index).into_iter().chain(tree.item(boxed.index).and_then(|item| item.parent));
        own.chain([boxed.index]).collect::<Vec<_>>()
    });
    let small = |index: &usize| (1..=longest).contains(&tree.text_length(*index));
    let found = beside.filter(small).find(|index| {
        let (links, speaks, _) = is_about(*index);
        links || speaks
    });
    // Without a box: who goes on is said to agree.
    let found = found.or_else(|| {
        (0..tree.items.len()).rev().filter(small).find(|index| {
            let (links, speaks, text) = is_about(*index);
            links && speaks && asks_for_more(&text)
        })
    });
    found.map(|index| unit(index, String::new(), false, Medium::Text, String::new())).into_iter().collect()
}
