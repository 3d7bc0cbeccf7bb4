//! What can be seen: where something is drawn, what lies over it, what lies behind it.

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::JsCast;
use web_sys::{
    CanvasRenderingContext2d, Document, DomRectList, Element, HtmlCanvasElement, HtmlElement, Node,
    ShadowRoot,
};

use super::tree::{Tree, path, property};
use crate::audit::{Cause, Colour, Rect, Unseen};

/// From this opacity on something hides what is below it; below a tenth of it nobody sees anything.
const OPAQUE: f64 = 0.5;
const CLEAR: f64 = 0.05;

/// Lets the pointer hit everything while it lives, so that what is drawn and what can be hit are the same.
pub(super) struct Pointers(Vec<(HtmlElement, String, String)>);

impl Pointers {
    pub(super) fn everywhere(tree: &Tree) -> Self {
        let mut changed = Vec::new();
        for item in tree.items.iter().filter(|item| property(&item.style, "pointer-events") == "none") {
            let element: &HtmlElement = item.element.unchecked_ref();
            let style = element.style();
            let was = (property(&style, "pointer-events"), style.get_property_priority("pointer-events"));
            if style.set_property_with_priority("pointer-events", "auto", "important").is_ok() {
                changed.push((element.clone(), was.0, was.1));
            }
        }
        Self(changed)
    }
}

impl Drop for Pointers {
    fn drop(&mut self) {
        for (element, value, priority) in &self.0 {
            let style = element.style();
            // A failure leaves the page as it can be pressed everywhere: nothing is lost.
            let _ = if value.is_empty() {
                style.remove_property("pointer-events").map(|_| ())
            } else {
                style.set_property_with_priority("pointer-events", value, priority)
            };
        }
    }
}

/// Rectangles that have a size.
pub(super) fn rects(list: &DomRectList) -> Vec<Rect> {
    (0..list.length())
        .filter_map(|index| list.item(index))
        .map(|r| Rect { x: r.x(), y: r.y(), width: r.width(), height: r.height() })
        .filter(|r| r.width > 0.0 && r.height > 0.0)
        .collect()
}

/// The smallest rectangle around some.
pub(super) fn hull(rects: &[Rect]) -> Rect {
    let Some(first) = rects.first() else { return Rect::default() };
    rects.iter().fold(first.clone(), |hull, r| {
        let (x, y) = (hull.x.min(r.x), hull.y.min(r.y));
        let (right, bottom) =
            ((hull.x + hull.width).max(r.x + r.width), (hull.y + hull.height).max(r.y + r.height));
        Rect { x, y, width: right - x, height: bottom - y }
    })
}

/// The rectangle of an element, in its frame.
pub(super) fn rect_of(element: &Element) -> Rect {
    let r = element.get_bounding_client_rect();
    Rect { x: r.x(), y: r.y(), width: r.width(), height: r.height() }
}

/// From the corner of a frame to the corner of the whole page.
pub(super) fn on_page(tree: &Tree, frame: usize, rect: &Rect) -> Rect {
    let mut rect = rect.clone();
    let mut current = Some(frame);
    while let Some(frame) = current.and_then(|frame| tree.frames.get(frame)) {
        if let Some((host, element)) =
            frame.host.and_then(|host| Some((tree.item(host)?, tree.element(host)?)))
        {
            let outer = rect_of(element);
            rect.x += outer.x + f64::from(element.client_left());
            rect.y += outer.y + f64::from(element.client_top());
            current = Some(host.frame);
        } else {
            rect.x += frame.window.scroll_x().unwrap_or(0.0);
            rect.y += frame.window.scroll_y().unwrap_or(0.0);
            current = None;
        }
    }
    rect
}

/// Why nobody sees what an item draws in these rectangles of its frame.
pub(super) fn unseen(tree: &Tree, index: usize, rects: &[Rect]) -> Option<Unseen> {
    let item = tree.item(index)?;
    let because = |cause| Some(Unseen { cause, by: String::new() });
    if property(&item.style, "visibility") != "visible" {
        return because(Cause::Invisible);
    }
    if is_skipped(&item.element, &property(&item.style, "display")) {
        return because(Cause::NotRendered);
    }
    if rects.is_empty() {
        let has_boxes = item.element.get_client_rects().length() > 0;
        return because(if has_boxes { Cause::ZeroSize } else { Cause::NotRendered });
    }
    if item.opacity < CLEAR {
        return because(Cause::Transparent);
    }
    let frame = tree.frames.get(item.frame)?;
    let inside = view(&frame.document);
    let points: Vec<(f64, f64)> =
        rects.iter().take(8).flat_map(points_of).filter(|p| holds(&inside, *p)).collect();
    if points.is_empty() {
        return because(Cause::OffScreen);
    }
    let mut hit = 0;
    let mut covers: Vec<String> = Vec::new();
    for (x, y) in &points {
        let stack = stack(&frame.document, *x, *y);
        let Some(at) = stack.iter().position(|element| draws_for(tree, index, element)) else { continue };
        hit += 1;
        let above = stack.iter().take(at).find(|element| lies_over(tree, index, element));
        covers.extend(
            above.map(|element| tree.index_of(element).map_or(element.local_name(), |i| path(tree, i))),
        );
    }
    // Half of it must be there: corners are round, and lines of text have gaps between them.
    if hit * 2 < points.len() {
        return because(Cause::Clipped);
    }
    if covers.len() * 2 >= hit.max(1) {
        return Some(Unseen { cause: Cause::Covered, by: covers.swap_remove(0) });
    }
    match frame.host {
        Some(host) => unseen_frame(tree, host, &points),
        None => None,
    }
}

/// Whether the browser skips an element although it has boxes: the content of a closed `details`, `content-visibility`.
pub(super) fn is_skipped(element: &Element, display: &str) -> bool {
    let asked = js_sys::Reflect::get(element, &"checkVisibility".into()).ok();
    let answer = asked.and_then(|ask| ask.dyn_into::<js_sys::Function>().ok()?.call0(element).ok());
    // What has no box of its own is never visible to this question.
    display != "contents" && answer.and_then(|answer| answer.as_bool()) == Some(false)
}

/// Whether the same points of a frame can be seen in the page around it.
fn unseen_frame(tree: &Tree, host: usize, points: &[(f64, f64)]) -> Option<Unseen> {
    let element = tree.element(host)?;
    let outer = rect_of(element);
    let (left, top) = (outer.x + f64::from(element.client_left()), outer.y + f64::from(element.client_top()));
    let rects: Vec<Rect> = points
        .iter()
        .map(|(x, y)| Rect { x: x + left - 1.0, y: y + top - 1.0, width: 2.0, height: 2.0 })
        .collect();
    unseen(tree, host, &rects)
}

/// The visible part of a document, in its own coordinates.
fn view(document: &Document) -> Rect {
    let Some(root) = document.document_element() else { return Rect::default() };
    let window = document.default_view();
    let side = |value: Option<f64>, own: i32| value.filter(|v| *v > 0.0).unwrap_or_else(|| f64::from(own));
    let inner = |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|value| value.as_f64());
    Rect {
        x: 0.0,
        y: 0.0,
        width: side(window.as_ref().and_then(|w| inner(w.inner_width())), root.client_width()),
        height: side(window.as_ref().and_then(|w| inner(w.inner_height())), root.client_height()),
    }
}

fn holds(view: &Rect, (x, y): (f64, f64)) -> bool {
    x >= 0.0 && y >= 0.0 && x < view.width && y < view.height
}

/// Points within a rectangle: its middle, and others towards its ends.
fn points_of(r: &Rect) -> [(f64, f64); 5] {
    let (across, down) = (r.x + r.width / 2.0, r.y + r.height / 2.0);
    let (inset, lift) = ((r.width / 6.0).max(0.5), (r.height / 4.0).max(0.5));
    [
        (across, down),
        (r.x + inset, down),
        (r.x + r.width - inset, down),
        (across - inset, r.y + lift),
        (across + inset, r.y + r.height - lift),
    ]
}

/// What lies at a point, from the top down, through open shadow roots.
pub(super) fn stack(document: &Document, x: f64, y: f64) -> Vec<Element> {
    let mut out = Vec::new();
    #[allow(clippy::cast_possible_truncation)]
    let hits = document.elements_from_point(x as f32, y as f32);
    for hit in hits.iter() {
        expand(hit.unchecked_into(), x, y, &mut out);
    }
    out
}

fn expand(element: Element, x: f64, y: f64, out: &mut Vec<Element>) {
    if let Some(root) = element.shadow_root() {
        #[allow(clippy::cast_possible_truncation)]
        let hits = root.elements_from_point(x as f32, y as f32);
        for hit in hits.iter().map(JsCast::unchecked_into::<Element>) {
            if is_in_root(&hit, &root) {
                expand(hit, x, y, out);
            }
        }
    }
    out.push(element);
}

fn is_in_root(element: &Element, root: &ShadowRoot) -> bool {
    let root: &Node = root;
    element.get_root_node().is_same_node(Some(root))
}

/// Whether a hit on that element is a hit on the item: itself, what is within it, or what has its text where it has no box of
/// its own.
fn draws_for(tree: &Tree, index: usize, element: &Element) -> bool {
    let node: &Node = element;
    let Some(own) = tree.element(index) else { return false };
    if own.contains(Some(node)) {
        return true;
    }
    let boxed = tree
        .around(index)
        .find(|i| tree.item(*i).is_some_and(|item| property(&item.style, "display") != "contents"));
    boxed.and_then(|i| tree.element(i)).is_some_and(|boxed| boxed.is_same_node(Some(node)))
}

/// Whether an element that lies above the item hides it.
fn lies_over(tree: &Tree, index: usize, element: &Element) -> bool {
    let Some(above) = tree.index_of(element) else { return false };
    if tree.is_within(index, above) || tree.is_within(above, index) {
        return false;
    }
    let Some(item) = tree.item(above) else { return false };
    let background = colour(element.owner_document().as_ref(), &property(&item.style, "background-color"));
    let is_picture =
        matches!(element.local_name().as_str(), "img" | "canvas" | "video" | "iframe" | "embed" | "object");
    let has_picture = property(&item.style, "background-image") != "none";
    let alpha = if is_picture || has_picture { 1.0 } else { background.alpha };
    alpha * item.opacity >= OPAQUE && property(&item.style, "visibility") == "visible"
}

/// The colours that may be behind an item at a point, or none where only pixels can tell.
pub(super) fn grounds(tree: &Tree, index: usize, (x, y): (f64, f64)) -> Vec<Colour> {
    let Some(frame) = tree.item(index).and_then(|item| tree.frames.get(item.frame)) else {
        return Vec::new();
    };
    let all = stack(&frame.document, x, y);
    let from = all.iter().position(|element| draws_for(tree, index, element)).unwrap_or(0);
    let mut layers: Vec<Vec<Colour>> = Vec::new();
    let mut seen: Vec<Element> = all.into_iter().skip(from).collect();
    // The root's background is the canvas's, and the body's where the root has none, however far they reach.
    seen.extend(frame.document.body().map(Element::from));
    seen.extend(frame.document.document_element());
    for element in seen {
        let Some(item) = tree.index_of(&element).and_then(|i| tree.item(i)) else { continue };
        let image = property(&item.style, "background-image");
        if image.contains("url(") || matches!(element.local_name().as_str(), "img" | "canvas" | "video") {
            return Vec::new();
        }
        let below =
            colour(Some(&frame.document), &property(&item.style, "background-color")).faded(item.opacity);
        let stops = if image == "none" { Vec::new() } else { colours_in(&image) };
        let opaque = below.alpha >= 1.0;
        let stops: Vec<Colour> =
            stops.into_iter().map(|stop| stop.faded(item.opacity).over(&below)).collect();
        let is_opaque = opaque || (!stops.is_empty() && stops.iter().all(|stop| stop.alpha >= 1.0));
        layers.push(if stops.is_empty() { alloc::vec![below] } else { stops });
        if is_opaque {
            return composed(layers, Colour::default());
        }
    }
    composed(layers, canvas(&frame.document))
}

/// Layers over a base, each way in which they may come together.
fn composed(layers: Vec<Vec<Colour>>, base: Colour) -> Vec<Colour> {
    layers.into_iter().rev().fold(alloc::vec![base], |below, layer| {
        let mut out: Vec<Colour> =
            layer.iter().flat_map(|top| below.iter().map(|ground| top.over(ground))).collect();
        out.truncate(16);
        out
    })
}

/// The colours named in a gradient, as the browser computes them.
fn colours_in(image: &str) -> Vec<Colour> {
    let starts = image.match_indices("rgb").map(|(at, _)| at);
    starts
        .filter_map(|at| {
            let rest = image.get(at..)?;
            Colour::parse(rest.get(..=rest.find(')')?)?)
        })
        .collect()
}

/// What a page without any background has behind it: white, or dark where the page says that it can be.
fn canvas(document: &Document) -> Colour {
    let probed = (|| {
        let probe: HtmlElement = document.create_element("div").ok()?.unchecked_into();
        let root = document.document_element()?;
        probe.style().set_property("display", "none").ok()?;
        probe.style().set_property("background-color", "Canvas").ok()?;
        root.append_child(&probe).ok()?;
        let style = document.default_view()?.get_computed_style(&probe).ok().flatten();
        let found = style.map(|style| property(&style, "background-color"));
        probe.remove();
        Colour::parse(&found?)
    })();
    probed.unwrap_or(Colour { red: 255.0, green: 255.0, blue: 255.0, alpha: 1.0 })
}

/// Any colour that CSS can write. The browser itself reads those that are no `rgb()`.
pub(super) fn colour(document: Option<&Document>, css: &str) -> Colour {
    Colour::parse(css).or_else(|| drawn(document?, css)).unwrap_or_default()
}

fn drawn(document: &Document, css: &str) -> Option<Colour> {
    let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.unchecked_into();
    canvas.set_width(1);
    canvas.set_height(1);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
    context.set_fill_style_str(css);
    context.fill_rect(0.0, 0.0, 1.0, 1.0);
    let data = context.get_image_data(0.0, 0.0, 1.0, 1.0).ok()?.data();
    let [red, green, blue, alpha] = data.get(..4)? else { return None };
    let (red, green, blue) = (f64::from(*red), f64::from(*green), f64::from(*blue));
    Some(Colour { red, green, blue, alpha: f64::from(*alpha) / 255.0 })
}
