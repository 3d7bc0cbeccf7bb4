//! The box of a consent: which it is, and what can be said of it.

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::name::{labels, name, native_labels};
use super::search::Unit;
use super::surface::{colour, hull, is_skipped, on_page, rect_of, rects, unseen};
use super::tree::{Tree, attribute, path, pixels, property};
use crate::audit::{Control, Medium, Neighbour, Place, Rect, Sentences};

/// What can stand in a box's stead is about as large as a box.
const FACE: core::ops::RangeInclusive<f64> = 8.0..=72.0;

/// Whether an element is a box that can be ticked.
pub(super) fn is_box(element: &Element) -> bool {
    let is_native =
        element.local_name() == "input" && attribute(element, "type").eq_ignore_ascii_case("checkbox");
    is_native || matches!(attribute(element, "role").as_str(), "checkbox" | "switch" | "menuitemcheckbox")
}

/// Whether a box is ticked.
pub(super) fn is_ticked(element: &Element) -> bool {
    if element.local_name() == "input" && attribute(element, "type").eq_ignore_ascii_case("checkbox") {
        return element.unchecked_ref::<HtmlInputElement>().checked();
    }
    attribute(element, "aria-checked") == "true"
}

/// A box of the page, with what names it.
pub(super) struct Boxed {
    pub(super) index: usize,
    pub(super) name: String,
}

/// Every box of the page.
pub(super) fn boxes(tree: &Tree) -> Vec<Boxed> {
    let all = tree.items.iter().enumerate().filter(|(_, item)| is_box(&item.element));
    all.map(|(index, _)| Boxed { index, name: name(tree, index) }).collect()
}

/// The box of a sentence: one that it names, else one near it that no other words label.
pub(super) fn box_of<'a>(
    tree: &Tree,
    boxes: &'a [Boxed],
    found: &Unit,
    sentences: &Sentences,
) -> Option<(&'a Boxed, bool)> {
    let (unit, language) = (found.index, &found.language);
    if found.medium == Medium::Name {
        return boxes.iter().find(|boxed| boxed.index == unit).map(|boxed| (boxed, true));
    }
    let distance = |boxed: &&Boxed| {
        let Some((one, other)) = tree.element(boxed.index).zip(tree.element(unit)) else { return f64::MAX };
        gap(&rect_of(one), &rect_of(other))
    };
    let near = |one: &&Boxed, other: &&Boxed| distance(one).total_cmp(&distance(other));
    let named = boxes.iter().filter(|boxed| {
        let by_words = sentences
            .closest(&boxed.name)
            .is_some_and(|found| found.percent >= 70 && found.language == *language);
        by_words || labels(tree, boxed.index).iter().any(|label| tree.is_within(unit, *label))
    });
    let in_same_frame =
        |boxed: &&Boxed| tree.item(boxed.index).map(|i| i.frame) == tree.item(unit).map(|i| i.frame);
    if let Some(found) = named.filter(in_same_frame).min_by(near) {
        return Some((found, !found.name.trim().is_empty() && sentences.closest(&found.name).is_some()));
    }
    let longest = sentences.longest() * 8;
    let around = tree.around(unit).take(6).take_while(|index| tree.text_length(*index) <= longest);
    for around in around {
        let free = boxes
            .iter()
            .filter(|boxed| tree.is_within(boxed.index, around) && !is_taken(tree, boxed.index, unit));
        if let Some(found) = free.min_by(near) {
            return Some((found, false));
        }
    }
    None
}

/// Whether other words than the sentence label the box, and can be seen.
fn is_taken(tree: &Tree, index: usize, unit: usize) -> bool {
    labels(tree, index).iter().any(|label| {
        let words = tree.text(*label, |_| true);
        let is_drawn = tree.element(*label).is_some_and(|label| label.get_client_rects().length() > 0);
        !tree.is_within(*label, unit) && is_drawn && words.split_whitespace().count() > 1
    })
}

/// The distance between two rectangles.
pub(super) fn gap(one: &Rect, other: &Rect) -> f64 {
    let away = |a: f64, a_size: f64, b: f64, b_size: f64| (b - (a + a_size)).max(a - (b + b_size)).max(0.0);
    let across = away(one.x, one.width, other.x, other.width);
    let down = away(one.y, one.height, other.y, other.height);
    across.hypot(down)
}

/// Whether assistive technology is kept from an item.
pub(super) fn is_silent(tree: &Tree, index: usize) -> bool {
    tree.around(index)
        .filter_map(|index| tree.element(index))
        .any(|element| attribute(element, "aria-hidden") == "true" || element.has_attribute("inert"))
}

/// Whether the Tab key stops at an item.
pub(super) fn by_keyboard(tree: &Tree, index: usize) -> bool {
    let Some(item) = tree.item(index) else { return false };
    let is_drawn =
        item.element.get_client_rects().length() > 0 && property(&item.style, "visibility") == "visible";
    is_drawn && item.element.unchecked_ref::<HtmlElement>().tab_index() >= 0
}

/// What can be said of a box.
pub(super) fn read(tree: &Tree, boxed: &Boxed, unit: usize, tied: bool) -> Control {
    let index = boxed.index;
    let Some(item) = tree.item(index) else { return Control::default() };
    let element = &item.element;
    let native: &HtmlInputElement = element.unchecked_ref();
    let is_native = element.local_name() == "input";
    let own = rects(&element.get_client_rects());
    let hidden = unseen(tree, index, &own).or_else(|| too_small(&own));
    let stand_in = if hidden.is_some() { face(tree, index, unit) } else { None };
    let face = stand_in.clone().unwrap_or_else(|| hull(&own));
    let label_sides = native_labels(tree, element).into_iter();
    let sides =
        label_sides.filter_map(|label| tree.element(label)).map(rect_of).map(|r| r.width.min(r.height));
    let disabled =
        element.matches(":disabled").unwrap_or(false) || attribute(element, "aria-disabled") == "true";
    let place = Place { path: path(tree, index), rect: on_page(tree, item.frame, &face) };
    Control {
        name: boxed.name.clone(),
        tied,
        ticked: is_ticked(element),
        ticked_by_markup: is_native && native.default_checked(),
        disabled,
        by_keyboard: by_keyboard(tree, index),
        silent: is_silent(tree, index),
        unseen: if stand_in.is_some() { None } else { hidden },
        drawn_by_browser: is_native
            && property(&item.style, "appearance") != "none"
            && (12.0..=14.0).contains(&face.width),
        target: sides.fold(face.width.min(face.height), f64::max),
        crowded: is_crowded(tree, index, &face),
        face,
        place,
    }
}

/// A box of a pixel or two is one that something else is drawn for.
fn too_small(own: &[Rect]) -> Option<crate::audit::Unseen> {
    let hull = hull(own);
    let dot = hull.width.min(hull.height) <= 2.0;
    dot.then(|| crate::audit::Unseen { cause: crate::audit::Cause::ZeroSize, by: String::new() })
}

/// What is drawn in a box's stead: something of the size of a box beside it or in its label, that has a border, a ground or a
/// picture.
fn face(tree: &Tree, index: usize, unit: usize) -> Option<Rect> {
    let parent = tree.item(index)?.parent;
    let places = labels(tree, index).into_iter().chain(parent).chain([index]);
    for place in places {
        for candidate in tree.within(place).take(24) {
            let item = tree.item(candidate)?;
            if candidate != index {
                let rect = rect_of(&item.element);
                let is_sized = FACE.contains(&rect.width)
                    && FACE.contains(&rect.height)
                    && rect.width <= rect.height * 2.5;
                if is_sized
                    && paints(tree, candidate)
                    && unseen(tree, candidate, core::slice::from_ref(&rect)).is_none()
                {
                    return Some(rect);
                }
            }
            if let Some(rect) =
                ["::before", "::after"].iter().find_map(|pseudo| pseudo_face(tree, candidate, pseudo))
            {
                return Some(rect);
            }
        }
    }
    // A label that is itself drawn as the box.
    let unit_label = labels(tree, index)
        .into_iter()
        .find(|label| !tree.is_within(unit, *label) && paints(tree, *label))?;
    tree.element(unit_label).map(rect_of).filter(|rect| rect.width >= *FACE.start())
}

fn paints(tree: &Tree, index: usize) -> bool {
    let Some(item) = tree.item(index) else { return false };
    let has_ground =
        colour(item.element.owner_document().as_ref(), &property(&item.style, "background-color")).alpha
            > 0.1;
    let has_border =
        pixels(&item.style, "border-top-width") > 0.0 && property(&item.style, "border-top-style") != "none";
    let has_shade = property(&item.style, "box-shadow") != "none";
    let has_picture = property(&item.style, "background-image") != "none"
        || property(&item.style, "mask-image") != "none"
        || matches!(item.element.local_name().as_str(), "svg" | "img");
    has_ground || has_border || has_picture || has_shade
}

/// A pseudo-element of the size of a box. Where it is drawn, only its element knows: at that one's beginning.
fn pseudo_face(tree: &Tree, index: usize, pseudo: &str) -> Option<Rect> {
    let item = tree.item(index)?;
    let window = &tree.frames.get(item.frame)?.window;
    let style = window.get_computed_style_with_pseudo_elt(&item.element, pseudo).ok()??;
    let content = property(&style, "content");
    if content.is_empty() || content == "none" || content == "normal" || item.opacity < 0.05 {
        return None;
    }
    let borders = 2.0 * pixels(&style, "border-top-width");
    let extra = if property(&style, "box-sizing") == "border-box" { 0.0 } else { borders };
    let (width, height) = (pixels(&style, "width") + extra, pixels(&style, "height") + extra);
    let has_ground =
        colour(item.element.owner_document().as_ref(), &property(&style, "background-color")).alpha > 0.1;
    let has_picture = property(&style, "background-image") != "none" || content.starts_with("url(");
    let is_shown = property(&style, "visibility") == "visible"
        && property(&style, "opacity").parse::<f64>().is_ok_and(|o| o > 0.05);
    let own = rects(&item.element.get_client_rects());
    let is_sized = FACE.contains(&width) && FACE.contains(&height);
    (is_sized && is_shown && !own.is_empty() && (has_ground || borders > 0.0 || has_picture)).then(|| {
        let of = hull(&own);
        let x = if property(&item.style, "direction") == "rtl" { of.x + of.width - width } else { of.x };
        Rect { x, y: of.y, width, height }
    })
}

/// Whether a circle of 24 pixels around the box touches another target (WCAG 2.5.8, spacing).
fn is_crowded(tree: &Tree, index: usize, face: &Rect) -> bool {
    let centre =
        Rect { x: face.x + face.width / 2.0, y: face.y + face.height / 2.0, width: 0.0, height: 0.0 };
    tree.items.iter().enumerate().any(|(other, item)| {
        let is_target =
            matches!(item.element.local_name().as_str(), "a" | "button" | "select" | "textarea" | "input")
                || matches!(
                    attribute(&item.element, "role").as_str(),
                    "button" | "link" | "checkbox" | "switch"
                );
        is_target
            && other != index
            && !tree.is_within(other, index)
            && !tree.is_within(index, other)
            && !is_skipped(&item.element, &property(&item.style, "display"))
            && rects(&item.element.get_client_rects()).iter().any(|rect| gap(rect, &centre) < 12.0)
    })
}

/// The other boxes of the same form, or of the page where there is no form.
pub(super) fn neighbours(tree: &Tree, boxes: &[Boxed], own: usize) -> Vec<Neighbour> {
    let form = |index: usize| {
        tree.around(index).find(|i| tree.element(*i).is_some_and(|e| e.local_name() == "form"))
    };
    let others = boxes.iter().filter(|boxed| boxed.index != own && form(boxed.index) == form(own));
    others
        .filter_map(|boxed| {
            let item = tree.item(boxed.index)?;
            let rect = on_page(tree, item.frame, &rect_of(&item.element));
            Some(Neighbour { place: Place { path: path(tree, boxed.index), rect }, name: boxed.name.clone() })
        })
        .collect()
}
