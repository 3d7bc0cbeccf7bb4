//! Images that bear the partner's name.

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlImageElement, SvgGraphicsElement};

use super::control::gap;
use super::scroll::Scroll;
use super::surface::{on_page, rect_of, unseen};
use super::tree::{Tree, attribute, path, property};
use crate::audit::{Logo, Place, Rect};
use crate::consent::Policy;

/// Elements that make what is within them one part of the page.
const PARTS: &[&str] = &["form", "fieldset", "section", "article", "dialog", "li"];

/// The logos on the page, with what can be said of each.
pub(super) fn logos(tree: &Tree, policy: &Policy, unit: usize, scroll: &mut Scroll<'_>) -> Vec<Logo> {
    let Some((of, _)) = policy.logo.as_ref().filter(|(_, required)| *required) else { return Vec::new() };
    let name = of.to_lowercase();
    let part = tree.around(unit).find(|index| {
        tree.element(*index).is_some_and(|e| {
            let tag = e.local_name();
            let role = attribute(e, "role");
            PARTS.contains(&tag.as_str())
                || tag.contains('-')
                || matches!(role.as_str(), "dialog" | "form" | "group" | "region")
        })
    });
    let images: Vec<usize> = (0..tree.items.len()).filter(|index| is_image(tree, *index)).collect();
    let named = images.iter().filter(|index| says(tree, **index, &name, &images));
    named
        .filter_map(|index| {
            let item = tree.item(*index)?;
            scroll.to(*index);
            let rect = rect_of(&item.element);
            let sentence = tree.element(unit).map(rect_of).unwrap_or_default();
            let place = Place { path: path(tree, *index), rect: on_page(tree, item.frame, &rect) };
            let own = [rect.clone()];
            let drawn: &[Rect] = if rect.width > 0.0 && rect.height > 0.0 { &own } else { &[] };
            Some(Logo {
                place,
                loaded: loaded(tree, *index),
                unseen: unseen(tree, *index, drawn),
                in_same_part: part.is_some_and(|part| tree.is_within(*index, part)),
                distance: gap(&rect, &sentence),
            })
        })
        .collect()
}

fn is_image(tree: &Tree, index: usize) -> bool {
    let Some(item) = tree.item(index) else { return false };
    let is_tag = matches!(item.element.local_name().as_str(), "img" | "svg" | "object" | "canvas" | "embed");
    is_tag || attribute(&item.element, "role") == "img" || !picture_of(tree, index).is_empty()
}

/// The address of a picture that a style sheet draws.
fn picture_of(tree: &Tree, index: usize) -> String {
    let Some(item) = tree.item(index) else { return String::new() };
    let of = |name: &str| {
        let image = property(&item.style, name);
        let inner = image.split_once("url(")?.1.split(')').next()?;
        Some(String::from(inner.trim_matches(['"', '\''])))
    };
    of("background-image").or_else(|| of("mask-image")).or_else(|| of("content")).unwrap_or_default()
}

/// Whether an image, or what is around it and it alone, says the name.
fn says(tree: &Tree, index: usize, name: &str, images: &[usize]) -> bool {
    let Some(element) = tree.element(index) else { return false };
    let file = |address: String| {
        let address = if address.starts_with("data:") { String::new() } else { address };
        let path = address.split(['?', '#']).next().unwrap_or_default();
        path.rsplit('/').next().unwrap_or_default().to_lowercase()
    };
    let speaks = |element: &Element| {
        let texts = ["alt", "aria-label", "title", "class", "id", "name", "data-logo", "data-name", "part"];
        texts.iter().any(|attr| attribute(element, attr).to_lowercase().contains(name))
            || ["src", "srcset", "data", "data-src"]
                .iter()
                .any(|attr| file(attribute(element, attr)).contains(name))
    };
    let is_svg = element.local_name() == "svg";
    let inside = is_svg && {
        let uses = element
            .query_selector("use")
            .ok()
            .flatten()
            .map(|u| attribute(&u, "href") + &attribute(&u, "xlink:href"));
        element.text_content().unwrap_or_default().to_lowercase().contains(name)
            || uses.unwrap_or_default().to_lowercase().contains(name)
    };
    if speaks(element) || inside || file(picture_of(tree, index)).contains(name) {
        return true;
    }
    // "Secured by", a picture, and the name as words: one little thing with one picture in it.
    tree.around(index).skip(1).take(3).any(|around| {
        let alone = images.iter().filter(|image| tree.is_within(**image, around)).count() == 1;
        let words = tree.text(around, |_| true).to_lowercase();
        let link = tree.element(around).is_some_and(|element| {
            speaks(element) || attribute(element, "href").to_lowercase().contains(name)
        });
        alone && words.chars().count() <= 40 && (words.contains(name) || link)
    })
}

/// Whether the picture is there.
fn loaded(tree: &Tree, index: usize) -> Option<bool> {
    let element = tree.element(index)?;
    match element.local_name().as_str() {
        "img" => {
            let image: &HtmlImageElement = element.unchecked_ref();
            Some(image.complete() && image.natural_width() > 0)
        }
        "svg" => {
            let drawn = element.unchecked_ref::<SvgGraphicsElement>().get_b_box().ok()?;
            Some(drawn.width() > 0.0 && drawn.height() > 0.0)
        }
        _ => {
            let picture = picture_of(tree, index);
            if picture.is_empty() || picture.starts_with("data:") {
                return None;
            }
            let window = &tree.frames.get(tree.item(index)?.frame)?.window;
            let entries = window.performance()?.get_entries_by_name(&picture);
            let status = |entry: wasm_bindgen::JsValue| {
                js_sys::Reflect::get(&entry, &"responseStatus".into()).ok()?.as_f64()
            };
            let last = entries.iter().filter_map(status).next_back()?;
            // 0 is what a browser says of another origin.
            (last > 0.0).then_some(last < 400.0)
        }
    }
}
