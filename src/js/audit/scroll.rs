//! What is looked at must be in view, and the page must be left as it was found.

use alloc::vec::Vec;

use web_sys::{Element, ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::tree::{Tree, property};

/// Scroll positions, put back when this goes.
pub(super) struct Scroll<'a> {
    tree: &'a Tree,
    windows: Vec<(f64, f64)>,
    elements: Vec<(Element, i32, i32)>,
}

impl<'a> Scroll<'a> {
    pub(super) fn of(tree: &'a Tree) -> Self {
        let at = |frame: &super::tree::Frame| {
            (frame.window.scroll_x().unwrap_or(0.0), frame.window.scroll_y().unwrap_or(0.0))
        };
        Self { tree, windows: tree.frames.iter().map(at).collect(), elements: Vec::new() }
    }

    /// Brings an item into view, as a person can: what an element around it cuts off stays cut off.
    pub(super) fn to(&mut self, index: usize) {
        let Some(target) = self.tree.element(index) else { return };
        let mut cut = Vec::new();
        for item in self.tree.around(index).filter_map(|around| self.tree.item(around)) {
            let at = (item.element.clone(), item.element.scroll_left(), item.element.scroll_top());
            let is_cut = |axis: &str| matches!(property(&item.style, axis).as_str(), "hidden" | "clip");
            if is_cut("overflow-x") || is_cut("overflow-y") {
                cut.push((at.clone(), is_cut("overflow-x"), is_cut("overflow-y")));
            }
            if !self.elements.iter().any(|(known, ..)| known.is_same_node(Some(&item.element))) {
                self.elements.push(at);
            }
        }
        let options = ScrollIntoViewOptions::new();
        options.set_behavior(ScrollBehavior::Instant);
        options.set_block(ScrollLogicalPosition::Center);
        options.set_inline(ScrollLogicalPosition::Nearest);
        target.scroll_into_view_with_scroll_into_view_options(&options);
        for ((element, left, top), across, down) in cut {
            let is_root = element.parent_element().is_none();
            if across && !is_root {
                element.set_scroll_left(left);
            }
            if down && !is_root {
                element.set_scroll_top(top);
            }
        }
    }
}

impl Drop for Scroll<'_> {
    fn drop(&mut self) {
        for (element, left, top) in &self.elements {
            if element.scroll_left() != *left {
                element.set_scroll_left(*left);
            }
            if element.scroll_top() != *top {
                element.set_scroll_top(*top);
            }
        }
        for (frame, (x, y)) in self.tree.frames.iter().zip(&self.windows) {
            frame.window.scroll_to_with_x_and_y(*x, *y);
        }
    }
}
