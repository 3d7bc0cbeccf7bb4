//! The name that assistive technology gives an element: the steps of the Accessible Name computation that a box or a link
//! meets (accname-1.2: labelledby, label, the element's own, its content, its title).

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlInputElement, ShadowRoot};

use super::tree::{Tree, attribute, property};

/// Elements that label a box: by reference, by `for`, or around it.
pub(super) fn labels(tree: &Tree, index: usize) -> Vec<usize> {
    let Some(element) = tree.element(index) else { return Vec::new() };
    let referenced = referenced(tree, element);
    if !referenced.is_empty() {
        return referenced;
    }
    if !attribute(element, "aria-label").trim().is_empty() {
        return Vec::new();
    }
    native_labels(tree, element)
}

fn referenced(tree: &Tree, element: &Element) -> Vec<usize> {
    let ids = attribute(element, "aria-labelledby");
    ids.split_whitespace().filter_map(|id| tree.index_of(&by_id(element, id)?)).collect()
}

pub(super) fn by_id(element: &Element, id: &str) -> Option<Element> {
    let root = element.get_root_node();
    match root.dyn_ref::<ShadowRoot>() {
        Some(shadow) => shadow.get_element_by_id(id),
        // A document of a frame is of another realm: no `instanceof` there.
        None => root.unchecked_ref::<Document>().get_element_by_id(id),
    }
}

/// The `label` elements of a form control.
pub(super) fn native_labels(tree: &Tree, element: &Element) -> Vec<usize> {
    let input: &HtmlInputElement = element.unchecked_ref();
    let Some(list) =
        js_sys::Reflect::get(input, &"labels".into()).ok().filter(wasm_bindgen::JsValue::is_object)
    else {
        return Vec::new();
    };
    let list: web_sys::NodeList = list.unchecked_into();
    (0..list.length()).filter_map(|i| tree.index_of(list.get(i)?.unchecked_ref())).collect()
}

/// The accessible name of a box or a link.
pub(super) fn name(tree: &Tree, index: usize) -> String {
    let Some(element) = tree.element(index) else { return String::new() };
    let referenced = referenced(tree, element);
    let label = attribute(element, "aria-label");
    let native = native_labels(tree, element);
    let joined = |indexes: &[usize]| {
        let texts: Vec<String> = indexes.iter().map(|index| content(tree, *index, true)).collect();
        texts.join(" ")
    };
    let name = if !referenced.is_empty() {
        joined(&referenced)
    } else if !label.trim().is_empty() {
        label
    } else if !native.is_empty() {
        joined(&native)
    } else {
        content(tree, index, true)
    };
    if name.trim().is_empty() { attribute(element, "title") } else { name }
}

/// The text of an element for its name: what is hidden is left out, unless the element itself is; images speak by their
/// alternative text.
fn content(tree: &Tree, index: usize, is_start: bool) -> String {
    let Some(item) = tree.item(index) else { return String::new() };
    if !is_start {
        let hidden =
            property(&item.style, "display") == "none" || property(&item.style, "visibility") == "hidden";
        if hidden || attribute(&item.element, "aria-hidden") == "true" {
            return String::new();
        }
        let label = attribute(&item.element, "aria-label");
        if !label.trim().is_empty() {
            return label;
        }
    }
    if let Some(image) = image_text(&item.element) {
        return image;
    }
    let mut out = String::new();
    // Children and text nodes in the order in which they stand.
    let mut child = index + 1;
    for run in tree.runs_of(index) {
        let Some(run) = tree.runs.get(run) else { continue };
        while child < item.end && !tree.is_within(run.owner, child) && child < run.owner {
            add(&mut out, &content(tree, child, false));
            child = tree.within(child).end;
        }
        if run.owner == index {
            out.push_str(&run.text);
        } else if child < item.end && tree.is_within(run.owner, child) {
            add(&mut out, &content(tree, child, false));
            child = tree.within(child).end;
        }
    }
    while child < item.end {
        add(&mut out, &content(tree, child, false));
        child = tree.within(child).end;
    }
    out
}

fn add(out: &mut String, text: &str) {
    if !text.is_empty() {
        out.push(' ');
        out.push_str(text);
    }
}

/// What an image says of itself; None for what is no image.
pub(super) fn image_text(element: &Element) -> Option<String> {
    let label = || attribute(element, "aria-label");
    let text = match element.local_name().as_str() {
        "img" | "area" => attribute(element, "alt"),
        "svg" => {
            if label().is_empty() {
                element.text_content().unwrap_or_default()
            } else {
                label()
            }
        }
        "canvas" | "object" => label() + &element.text_content().unwrap_or_default(),
        "input" if attribute(element, "type") == "image" => attribute(element, "alt"),
        _ if attribute(element, "role") == "img" => label(),
        _ => return None,
    };
    Some(if text.trim().is_empty() { attribute(element, "title") } else { text })
}
