//! The facts of one consent.

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::JsCast;
use web_sys::{HtmlAnchorElement, Range};

use super::Found;
use super::control::{Boxed, by_keyboard, is_silent, neighbours, read as read_box};
use super::logo::logos;
use super::name::labels;
use super::scroll::Scroll;
use super::search::{Unit, is_put_away};
use super::surface::{Pointers, colour, grounds, hull, on_page, rect_of, rects, unseen};
use super::tree::{Tree, attribute, path, pixels, property};
use crate::audit::{Consent, Link, Medium, Place, Rect, Run, Sentence};
use crate::consent::Policy;

/// Reads a consent that was found.
pub(super) fn read(tree: &Tree, policy: &Policy, boxes: &[Boxed], found: &Found<'_>) -> Consent {
    let (unit, found) = (&found.unit, found.boxed);
    let index = unit.index;
    let mut scroll = Scroll::of(tree);
    scroll.to(index);
    // Whether a press reaches a link is asked before everything can be pressed.
    let links = links(tree, policy, unit, found.map(|(boxed, _)| boxed.index));
    let pointers = Pointers::everywhere(tree);
    let sentence = sentence(tree, policy, unit, found.map(|(boxed, _)| boxed));
    let links =
        links.into_iter().map(|(link, index)| Link { unseen: unseen_link(tree, index), ..link }).collect();
    // A sentence in a picture cannot be told from the picture that is its box's name.
    let is_tied = |tied: bool| tied || matches!(unit.medium, Medium::Name | Medium::Image | Medium::Css);
    let control = found.map(|(boxed, tied)| {
        scroll.to(boxed.index);
        read_box(
            tree,
            boxed,
            index,
            is_tied(tied) || (unit.language.is_empty() && !boxed.name.trim().is_empty()),
        )
    });
    let neighbours = found.map(|(boxed, _)| neighbours(tree, boxes, boxed.index)).unwrap_or_default();
    let logos = logos(tree, policy, index, &mut scroll);
    drop(pointers);
    Consent { sentence, control, links, logos, neighbours, observed: Vec::new() }
}

fn sentence(tree: &Tree, policy: &Policy, unit: &Unit, boxed: Option<&Boxed>) -> Sentence {
    let index = unit.index;
    let Some(item) = tree.item(index) else { return Sentence::default() };
    let shown = |index: usize| tree.text(index, |run| !is_put_away(tree, run));
    let mut text = shown(index);
    if text.trim().is_empty() {
        text = tree.text(index, |_| true);
    }
    if unit.medium != Medium::Text {
        text.clone_from(&unit.said);
    }
    let covers = boxed.map(|boxed| {
        let mut texts: Vec<String> = labels(tree, boxed.index).into_iter().map(shown).collect();
        texts.push(shown(boxed.index));
        texts.join("\u{2029}")
    });
    let declared =
        tree.around(index).find_map(|i| tree.element(i)?.get_attribute("lang")).unwrap_or_default();
    let language = if unit.language.is_empty() { declared.clone() } else { unit.language.clone() };
    let runs = if unit.medium == Medium::Text { runs(tree, policy, unit) } else { Vec::new() };
    let rect = rect_of(&item.element);
    let right_to_left = property(&item.style, "direction") == "rtl";
    Sentence {
        place: Place { path: path(tree, index), rect: on_page(tree, item.frame, &rect) },
        text,
        covers: covers.unwrap_or_default(),
        medium: unit.medium,
        language,
        declared_language: declared,
        right_to_left,
        silent: is_silent(tree, index),
        runs,
    }
}

/// The text nodes that have words of the sentence.
fn runs(tree: &Tree, policy: &Policy, unit: &Unit) -> Vec<Run> {
    let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ");
    let whole = policy
        .sentences
        .iter()
        .find(|s| s.language == unit.language)
        .map(|s| words(&s.text()))
        .unwrap_or_default();
    let is_part = |text: &str| {
        let text = words(text);
        whole.contains(text.trim_end_matches('.')) || text.contains(&whole)
    };
    let indexes = tree.runs_of(unit.index).filter(|index| {
        // What is beside the sentence, or out of sight on purpose, is no part of it when its very words are there without.
        !unit.exact
            || (!is_put_away(tree, *index) && tree.runs.get(*index).is_some_and(|run| is_part(&run.text)))
    });
    let found: Vec<Run> = indexes.filter_map(|index| read_run(tree, index)).collect();
    if !unit.exact && found.iter().any(|run| run.unseen.is_none()) && !is_whole(&words, &whole, &found) {
        // The sentence is another one: what is hidden beside it is not its fault.
        return found.into_iter().filter(|run| run.unseen.is_none()).collect();
    }
    found
}

fn is_whole(words: &impl Fn(&str) -> String, whole: &str, found: &[Run]) -> bool {
    let text: String = found.iter().flat_map(|run| [run.text.as_str(), " "]).collect();
    words(&text).contains(whole)
}

fn read_run(tree: &Tree, index: usize) -> Option<Run> {
    let run = tree.runs.get(index)?;
    let item = tree.item(run.owner)?;
    let rects = text_rects(tree, index);
    let whole = hull(&rects);
    let drawn = whole.height > 0.0;
    let first = rects.first().map(|r| (r.x + r.width / 2.0, r.y + r.height / 2.0));
    // A gradient text is drawn by its background: only pixels could tell.
    let is_painted = property(&item.style, "background-clip").contains("text");
    let fill = property(&item.style, "-webkit-text-fill-color");
    let ink = colour(
        item.element.owner_document().as_ref(),
        &if fill.is_empty() { property(&item.style, "color") } else { fill },
    );
    let ink = ink.faded(item.opacity);
    let mut unseen = unseen(tree, run.owner, &rects);
    if unseen.is_none() && !is_painted && ink.alpha < 0.05 {
        unseen = Some(crate::audit::Unseen { cause: crate::audit::Cause::Transparent, by: String::new() });
    }
    let size = pixels(&item.style, "font-size");
    Some(Run {
        place: Place { path: path(tree, run.owner), rect: on_page(tree, item.frame, &whole) },
        text: run.text.clone(),
        silent: is_silent(tree, run.owner),
        font_size: size * scale(item.element.unchecked_ref(), drawn),
        font_weight: property(&item.style, "font-weight").parse().unwrap_or(400.0),
        grounds: match first {
            Some(point) if !is_painted && unseen.is_none() => grounds(tree, run.owner, point),
            _ => Vec::new(),
        },
        ink,
        unseen,
    })
}

/// The rectangles of a text node's lines.
fn text_rects(tree: &Tree, index: usize) -> Vec<Rect> {
    let Some(run) = tree.runs.get(index) else { return Vec::new() };
    let range: Option<Range> = run.node.owner_document().and_then(|document| document.create_range().ok());
    let list = range.and_then(|range| {
        range.select_node(&run.node).ok()?;
        range.get_client_rects()
    });
    list.map(|list| rects(&list)).unwrap_or_default()
}

/// How much transforms enlarge an element.
fn scale(element: &web_sys::HtmlElement, drawn: bool) -> f64 {
    // An inline element's own size is that of its lines: its block's tells.
    let laid_out = f64::from(element.offset_height());
    let as_drawn = element.get_bounding_client_rect().height();
    if drawn && laid_out >= 4.0 && as_drawn > 0.0 && (as_drawn / laid_out - 1.0).abs() > 0.1 {
        as_drawn / laid_out
    } else {
        1.0
    }
}

/// The links of a unit, and those that one tick covers with it.
fn links(tree: &Tree, policy: &Policy, unit: &Unit, boxed: Option<usize>) -> Vec<(Link, usize)> {
    let label = boxed
        .and_then(|boxed| labels(tree, boxed).into_iter().find(|label| tree.is_within(unit.index, *label)));
    let scope = tree.within(label.unwrap_or(unit.index));
    // A link around all of the sentence counts, too.
    let around = tree.around(unit.index).skip(1).take(4);
    let all = scope.chain(around.filter(|index| !tree.within(label.unwrap_or(unit.index)).contains(index)));
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let whole = policy
        .sentences
        .iter()
        .find(|s| s.language == unit.language)
        .map(|s| plain(&s.text()))
        .unwrap_or_default();
    all.filter(|index| tree.element(*index).is_some_and(is_link))
        .filter_map(|index| {
            let item = tree.item(index)?;
            let text = tree.text(index, |run| !is_put_away(tree, run) || !unit.exact);
            let words = plain(&text);
            let is_part =
                !unit.exact || (!words.is_empty() && (whole.contains(&words) || words.contains(&whole)));
            let is_around = tree.is_within(unit.index, index);
            let anchor: &HtmlAnchorElement = item.element.unchecked_ref();
            let written = attribute(&item.element, "href");
            let address = if item.element.local_name() == "a" && item.element.has_attribute("href") {
                anchor.href()
            } else {
                String::new()
            };
            let link = Link {
                place: Place {
                    path: path(tree, index),
                    rect: on_page(tree, item.frame, &hull(&rects(&item.element.get_client_rects()))),
                },
                in_sentence: is_around || is_part && (tree.is_within(index, unit.index) || !unit.exact),
                text,
                written,
                address,
                unseen: None,
                stands_out: is_around || stands_out(tree, index, unit.index),
                by_pointer: property(&item.style, "pointer-events") != "none",
                by_keyboard: by_keyboard(tree, index),
                leads_to: String::new(),
                status: 0,
            };
            Some((link, index))
        })
        .collect()
}

fn is_link(element: &web_sys::Element) -> bool {
    element.local_name() == "a" || attribute(element, "role") == "link"
}

fn unseen_link(tree: &Tree, index: usize) -> Option<crate::audit::Unseen> {
    let runs: Vec<Run> = tree
        .runs_of(index)
        .filter(|run| !is_put_away(tree, *run))
        .filter_map(|run| read_run(tree, run))
        .collect();
    match runs.first() {
        Some(run) => run.unseen.clone(),
        None => unseen(tree, index, &rects(&tree.element(index)?.get_client_rects())),
    }
}

/// Whether a link can be told from the words around it by something else than its place (WCAG failure F73).
fn stands_out(tree: &Tree, index: usize, unit: usize) -> bool {
    let (Some(link), Some(around)) = (tree.item(index), tree.item(unit)) else { return true };
    if tree.runs_of(index) == tree.runs_of(unit) {
        return true;
    }
    let document = link.element.owner_document();
    let marked = tree.within(index).filter_map(|inner| tree.item(inner)).any(|item| {
        let borders =
            ["border-bottom-width", "border-top-width"].iter().any(|side| pixels(&item.style, side) > 0.0);
        let ground = colour(document.as_ref(), &property(&item.style, "background-color")).alpha > 0.1;
        let image = property(&item.style, "background-image") != "none";
        borders || ground || image || property(&item.style, "text-decoration-line").contains("underline")
    });
    let weight = |item: &super::tree::Item| pixels(&item.style, "font-weight");
    let (own, other) = (
        colour(document.as_ref(), &property(&link.style, "color")),
        colour(document.as_ref(), &property(&around.style, "color")),
    );
    marked || weight(link) >= weight(around) + 200.0 || own.contrast(&other) >= 3.0
}
