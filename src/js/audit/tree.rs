//! The page as a person meets it: open shadow roots, slots and frames of the same origin in their places, in one list.

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::JsCast;
use web_sys::{CssStyleDeclaration, Document, Element, HtmlIFrameElement, HtmlSlotElement, Node, Window};

use crate::audit::BLOCK_EDGE;

/// What holds no text of the page. What is chosen or typed is none, either.
const SKIPPED: &[&str] = &[
    "script", "style", "template", "noscript", "head", "option", "datalist", "textarea", "title", "svg",
    "object", "video", "audio", "canvas", "math",
];

/// Enough for any page; what lies beyond is not read.
const MOST_ITEMS: usize = 50_000;
const DEEPEST: usize = 400;

/// A document of the page: the page's own, or a frame's.
pub(super) struct Frame {
    pub(super) window: Window,
    pub(super) document: Document,
    /// The `iframe`, as an item.
    pub(super) host: Option<usize>,
}

/// An element.
pub(super) struct Item {
    pub(super) element: Element,
    pub(super) parent: Option<usize>,
    /// One past its last descendant.
    pub(super) end: usize,
    pub(super) frame: usize,
    pub(super) style: CssStyleDeclaration,
    /// Of itself and of all around it.
    pub(super) opacity: f64,
    /// Its text: from this run to the one before `end_run`.
    first_run: usize,
    end_run: usize,
}

/// A text node with words in it.
pub(super) struct TextRun {
    pub(super) node: Node,
    pub(super) owner: usize,
    pub(super) text: String,
    /// Whether a block begins or ends before it.
    edge: bool,
}

/// The page.
pub(super) struct Tree {
    pub(super) items: Vec<Item>,
    pub(super) runs: Vec<TextRun>,
    pub(super) frames: Vec<Frame>,
    /// From element to index.
    known: js_sys::Map,
}

impl Tree {
    /// Reads everything below an element or a document.
    pub(super) fn of(root: &Node) -> Option<Self> {
        let document: Document = match root.owner_document() {
            Some(document) => document,
            None => root.clone().unchecked_into(),
        };
        let window = document.default_view()?;
        let frame = Frame { window, document, host: None };
        let mut reading = Reading {
            tree: Self {
                items: Vec::new(),
                runs: Vec::new(),
                frames: alloc::vec![frame],
                known: js_sys::Map::new(),
            },
            edge: false,
        };
        match root.node_type() {
            Node::ELEMENT_NODE => reading.part(root.unchecked_ref()),
            Node::DOCUMENT_NODE | Node::DOCUMENT_FRAGMENT_NODE => {
                reading.children(&root.child_nodes(), None, 0, 0);
            }
            _ => {}
        }
        Some(reading.tree)
    }

    pub(super) fn item(&self, index: usize) -> Option<&Item> {
        self.items.get(index)
    }

    /// The element of an item.
    pub(super) fn element(&self, index: usize) -> Option<&Element> {
        Some(&self.item(index)?.element)
    }

    /// The item of an element.
    pub(super) fn index_of(&self, element: &Element) -> Option<usize> {
        let index = self.known.get(element).as_f64()?;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // An index of ours.
        Some(index as usize)
    }

    /// An item and all around it, from the inside out.
    pub(super) fn around(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        core::iter::successors(Some(index), |index| self.item(*index)?.parent)
    }

    /// An item and all within it.
    pub(super) fn within(&self, index: usize) -> core::ops::Range<usize> {
        index..self.item(index).map_or(index, |item| item.end)
    }

    /// Whether an item is the other, or within it.
    pub(super) fn is_within(&self, inner: usize, outer: usize) -> bool {
        self.within(outer).contains(&inner)
    }

    /// The text nodes of an item.
    pub(super) fn runs_of(&self, index: usize) -> core::ops::Range<usize> {
        self.item(index).map_or(0..0, |item| item.first_run..item.end_run)
    }

    /// The words of an item, of those text nodes that are wanted.
    pub(super) fn text(&self, index: usize, mut wanted: impl FnMut(usize) -> bool) -> String {
        let mut out = String::new();
        for index in self.runs_of(index) {
            let Some(run) = self.runs.get(index).filter(|_| wanted(index)) else { continue };
            if run.edge && !out.is_empty() {
                out.push(BLOCK_EDGE);
            }
            out.push_str(&run.text);
        }
        out
    }

    /// The number of bytes in an item's text.
    pub(super) fn text_length(&self, index: usize) -> usize {
        self.runs_of(index).filter_map(|index| self.runs.get(index)).map(|run| run.text.len()).sum()
    }
}

struct Reading {
    tree: Tree,
    edge: bool,
}

impl Reading {
    /// Reads an element. What is around it counts for how it looks, but nothing else in there is read.
    fn part(&mut self, element: &Element) {
        let mut around: Vec<Element> = Vec::new();
        let mut current = parent_of(element);
        while let Some(outer) = current.filter(|_| around.len() < DEEPEST) {
            current = parent_of(&outer);
            around.push(outer);
        }
        let mut parent = None;
        let opened: Vec<usize> = around
            .iter()
            .rev()
            .filter_map(|outer| {
                parent = Some(self.open(outer, parent, 0)?);
                parent
            })
            .collect();
        self.element(element, parent, 0, opened.len());
        for index in opened.into_iter().rev() {
            self.close(index);
        }
    }

    fn children(&mut self, nodes: &web_sys::NodeList, parent: Option<usize>, frame: usize, depth: usize) {
        for index in 0..nodes.length() {
            if let Some(node) = nodes.get(index) {
                self.node(&node, parent, frame, depth);
            }
        }
    }

    fn node(&mut self, node: &Node, parent: Option<usize>, frame: usize, depth: usize) {
        match node.node_type() {
            Node::TEXT_NODE => {
                let text = node.text_content().unwrap_or_default();
                let Some(owner) = parent else { return };
                if text.trim().is_empty() {
                    // A blank between two pieces of a sentence.
                    if let Some(last) =
                        self.tree.runs.last_mut().filter(|last| !text.is_empty() && !last.text.ends_with(' '))
                    {
                        last.text.push(' ');
                    }
                    return;
                }
                let edge = core::mem::take(&mut self.edge);
                self.tree.runs.push(TextRun { node: node.clone(), owner, text, edge });
            }
            Node::ELEMENT_NODE => self.element(node.unchecked_ref(), parent, frame, depth),
            _ => {}
        }
    }

    fn element(&mut self, element: &Element, parent: Option<usize>, frame: usize, depth: usize) {
        if self.tree.items.len() >= MOST_ITEMS || depth > DEEPEST {
            return;
        }
        if let Some(index) = self.open(element, parent, frame) {
            self.content(index, frame, depth + 1);
            self.close(index);
        }
    }

    fn open(&mut self, element: &Element, parent: Option<usize>, frame: usize) -> Option<usize> {
        let window = self.tree.frames.get(frame)?.window.clone();
        let style = window.get_computed_style(element).ok().flatten()?;
        let around = parent.and_then(|parent| self.tree.item(parent)).map_or(1.0, |item| item.opacity);
        let opacity = around * property(&style, "opacity").parse::<f64>().unwrap_or(1.0);
        let index = self.tree.items.len();
        self.edge |= is_block(&style) || element.local_name() == "br";
        let first_run = self.tree.runs.len();
        let element = element.clone();
        #[allow(clippy::cast_precision_loss)] // Fewer than MOST_ITEMS.
        self.tree.known.set(&element, &(index as f64).into());
        let item =
            Item { element, parent, end: index + 1, frame, style, opacity, first_run, end_run: first_run };
        self.tree.items.push(item);
        Some(index)
    }

    fn close(&mut self, index: usize) {
        let (end, end_run) = (self.tree.items.len(), self.tree.runs.len());
        if let Some(item) = self.tree.items.get_mut(index) {
            (item.end, item.end_run) = (end, end_run);
            self.edge |= is_block(&item.style);
        }
    }

    fn content(&mut self, index: usize, frame: usize, depth: usize) {
        let Some(element) = self.tree.element(index).cloned() else { return };
        let name = element.local_name();
        if let Some(root) = element.shadow_root() {
            self.children(&root.child_nodes(), Some(index), frame, depth);
        } else if name == "slot" {
            let assigned = element.unchecked_ref::<HtmlSlotElement>().assigned_nodes();
            if assigned.length() == 0 {
                self.children(&element.child_nodes(), Some(index), frame, depth);
            }
            for node in assigned.iter() {
                self.node(node.unchecked_ref(), Some(index), frame, depth);
            }
        } else if name == "iframe" || name == "frame" {
            let document = element.unchecked_ref::<HtmlIFrameElement>().content_document();
            let Some((document, window)) = document.and_then(|d| Some((d.clone(), d.default_view()?))) else {
                return;
            };
            let inner = self.tree.frames.len();
            self.tree.frames.push(Frame { window, document: document.clone(), host: Some(index) });
            self.edge = true;
            self.children(&document.child_nodes(), Some(index), inner, depth);
            self.edge = true;
        } else if !SKIPPED.contains(&name.as_str()) {
            self.children(&element.child_nodes(), Some(index), frame, depth);
        }
    }
}

fn is_block(style: &CssStyleDeclaration) -> bool {
    let display = property(style, "display");
    !(display.starts_with("inline") || display == "contents")
}

/// What is around an element as it is drawn: its slot, its parent, or the host of its shadow root.
fn parent_of(element: &Element) -> Option<Element> {
    element
        .assigned_slot()
        .map(Element::from)
        .or_else(|| element.parent_element())
        .or_else(|| host_of(element))
}

fn host_of(element: &Element) -> Option<Element> {
    // Of a document, `host` is none.
    let host = js_sys::Reflect::get(&element.get_root_node(), &"host".into()).ok()?;
    host.is_object().then(|| host.unchecked_into())
}

/// A computed property, empty where there is none.
pub(super) fn property(style: &CssStyleDeclaration, name: &str) -> String {
    style.get_property_value(name).unwrap_or_default()
}

/// An attribute, empty where there is none.
pub(super) fn attribute(element: &Element, name: &str) -> String {
    element.get_attribute(name).unwrap_or_default()
}

/// A length in pixels.
pub(super) fn pixels(style: &CssStyleDeclaration, name: &str) -> f64 {
    property(style, name).trim_end_matches("px").parse().unwrap_or(0.0)
}

/// A CSS path to an element: from the nearest one with an id of its own, or from the root.
pub(super) fn path(tree: &Tree, index: usize) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut current = tree.element(index).cloned();
    while let Some(element) = current {
        let id = element.id();
        let is_plain = !id.is_empty()
            && id.starts_with(|c: char| c.is_ascii_alphabetic())
            && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        let mut part = element.local_name();
        if is_plain {
            part.push('#');
            part.push_str(&id);
        } else if let Some(nth) = nth_of_type(&element) {
            part.push_str(&nth);
        }
        parts.push(part);
        let parent = if is_plain { None } else { element.parent_element() };
        current = parent.or_else(|| {
            let host = host_of(&element)?;
            parts.push(">>>".into());
            Some(host)
        });
        if parts.len() > 40 {
            break;
        }
    }
    let mut out = String::new();
    for part in parts.iter().rev() {
        if !out.is_empty() {
            out.push_str(if part == ">>>" || out.ends_with(">>>") { " " } else { " > " });
        }
        out.push_str(part);
    }
    frame_path(tree, index, out)
}

/// A path within a frame is led to by the path of the frame.
fn frame_path(tree: &Tree, index: usize, inner: String) -> String {
    let host = tree.item(index).and_then(|item| tree.frames.get(item.frame)).and_then(|frame| frame.host);
    match host {
        Some(host) => alloc::format!("{} >>> {inner}", path(tree, host)),
        None => inner,
    }
}

fn nth_of_type(element: &Element) -> Option<String> {
    let name = element.local_name();
    let same = |mut next: Option<Element>, step: fn(&Element) -> Option<Element>| {
        let mut count = 0;
        while let Some(sibling) = next {
            count += usize::from(sibling.local_name() == name);
            next = step(&sibling);
        }
        count
    };
    let before = same(element.previous_element_sibling(), Element::previous_element_sibling);
    let after = same(element.next_element_sibling(), Element::next_element_sibling);
    (before + after > 0).then(|| alloc::format!(":nth-of-type({})", before + 1))
}
