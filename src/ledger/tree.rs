//! The Merkle tree of RFC 9162, section 2.1 (the same as that of RFC 6962): how it grows, and what proves that a leaf
//! is in it, or that one state of it came from an earlier one.
//!
//! A host stores the hash of every complete subtree under its coordinates ([`Node`]), or of those of some levels, from
//! which [`subtree_hash`] computes the others; and the [`Tree`] as it is now. A [`Proof`] says which hashes it needs, and
//! makes the proof of them. Nothing here reads or stores.

use crate::credential::{hex, sha256};
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

/// A SHA-256. `Debug` and `Display` write it in lower-case hex.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Hash([u8; 32]);

impl Hash {
    /// The root of the tree without leaves: SHA-256 of nothing.
    #[must_use]
    pub fn of_nothing() -> Self {
        Self(sha256(&[]))
    }

    /// Reads 64 lower-case hex digits; upper case is refused, so that a hash has one spelling.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if text.len() != 64 {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            for digit in pair {
                let value = match digit {
                    b'0'..=b'9' => digit - b'0',
                    b'a'..=b'f' => digit - b'a' + 10,
                    _ => return None,
                };
                *byte = *byte << 4 | value;
            }
        }
        Some(Self(bytes))
    }

    /// The hashes that stand in a row, 32 bytes each; none when the last one is cut off.
    #[must_use]
    pub fn in_a_row(bytes: &[u8]) -> Option<Vec<Self>> {
        let (hashes, rest) = bytes.as_chunks::<32>();
        rest.is_empty().then(|| hashes.iter().copied().map(Self).collect())
    }

    /// Its 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// In lower-case hex.
    #[must_use]
    pub fn to_hex(self) -> String {
        hex(&self.0)
    }

    fn above(left: Self, right: Self) -> Self {
        Self(sha256(&[&[1], &left.0, &right.0]))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

/// The hash of a leaf: SHA-256(0x00 ‖ leaf).
#[must_use]
pub fn leaf_hash(leaf: &[u8]) -> Hash {
    Hash(sha256(&[&[0], leaf]))
}

/// The hash of a complete subtree, from those of the smaller ones of one level that it is made of, from left to right:
/// a host that stores the hashes of some levels computes the others. None unless there are 1, 2, 4, 8, … of them.
///
/// ```
/// use kyc_assent::ledger::{leaf_hash, subtree_hash, Tree};
/// let mut tree = Tree::empty();
/// let leaves = [leaf_hash(b"one"), leaf_hash(b"two")];
/// leaves.iter().for_each(|leaf| drop(tree.append(*leaf)));
/// assert_eq!(subtree_hash(&leaves), Some(tree.root()));
/// assert_eq!(subtree_hash(&[]), None);
/// ```
#[must_use]
pub fn subtree_hash(hashes: &[Hash]) -> Option<Hash> {
    hashes.len().is_power_of_two().then_some(())?;
    let (left, right) = match hashes {
        [one] => return Some(*one),
        more => more.split_at(more.len() / 2),
    };
    Some(Hash::above(subtree_hash(left)?, subtree_hash(right)?))
}

/// Where a complete subtree stands: it covers the leaves from `index × 2^level` on, `2^level` of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// 0 for a leaf.
    pub level: u32,
    /// Number of the subtree among those of its level, from 0.
    pub index: u64,
}

/// The tree as it is now: how many leaves it has, and the hashes of the complete subtrees that it is made of, the
/// largest first. It holds at most 64 hashes, whatever its size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    size: u64,
    frontier: Vec<Hash>,
}

impl Tree {
    /// The tree without leaves.
    #[must_use]
    pub const fn empty() -> Self {
        Self { size: 0, frontier: Vec::new() }
    }

    /// The tree of this many leaves whose complete subtrees have these hashes, the largest first; none when there must
    /// be more or fewer of them.
    #[must_use]
    pub fn resumed(size: u64, frontier: Vec<Hash>) -> Option<Self> {
        (usize::try_from(size.count_ones()) == Ok(frontier.len())).then_some(Self { size, frontier })
    }

    /// How many leaves it has.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The hashes of its complete subtrees, the largest first.
    #[must_use]
    pub fn frontier(&self) -> &[Hash] {
        &self.frontier
    }

    /// Adds a leaf, and gives the hashes to store: that of the leaf, and those of the subtrees that it completes.
    ///
    /// ```
    /// use kyc_assent::ledger::{leaf_hash, Tree};
    /// let mut tree = Tree::empty();
    /// assert_eq!(tree.append(leaf_hash(b"one")).len(), 1);
    /// assert_eq!(tree.append(leaf_hash(b"two")).len(), 2);
    /// assert_eq!((tree.size(), tree.frontier().len()), (2, 1));
    /// ```
    pub fn append(&mut self, leaf: Hash) -> Vec<(Node, Hash)> {
        let (mut hash, mut node) = (leaf, Node { level: 0, index: self.size });
        let mut stored = vec![(node, hash)];
        // A left neighbour of the same level stands where the size has a one.
        while node.index % 2 == 1 {
            let Some(left) = self.frontier.pop() else { break };
            hash = Hash::above(left, hash);
            node = Node { level: node.level + 1, index: node.index / 2 };
            stored.push((node, hash));
        }
        self.frontier.push(hash);
        self.size += 1;
        stored
    }

    /// Its root.
    #[must_use]
    pub fn root(&self) -> Hash {
        folded(&self.frontier).unwrap_or_else(Hash::of_nothing)
    }
}

/// The root over complete subtrees that stand side by side, the largest first.
fn folded(subtrees: &[Hash]) -> Option<Hash> {
    subtrees.iter().rev().copied().reduce(|right, left| Hash::above(left, right))
}

/// The leaves from `start` on, up to `end`. `start` is a multiple of the largest power of two within.
#[derive(Debug, Clone, Copy)]
struct Range {
    start: u64,
    end: u64,
}

impl Range {
    /// Where RFC 9162 splits it: the largest power of two that is smaller than its length.
    const fn split(self) -> u64 {
        let length = self.end - self.start;
        self.start + (1 << (length - 1).ilog2())
    }

    /// The complete subtrees that it is made of, from left to right.
    fn nodes(self) -> Vec<Node> {
        let mut nodes = Vec::new();
        let mut start = self.start;
        while start < self.end {
            let level = start.trailing_zeros().min((self.end - start).ilog2());
            nodes.push(Node { level, index: start >> level });
            start += 1 << level;
        }
        nodes
    }
}

/// A proof that is to be made: what it needs of the stored hashes, and how it is put together.
#[derive(Debug, Clone)]
pub struct Proof {
    parts: Vec<Range>,
}

impl Proof {
    /// Of the leaf at `index` (from 0) being in the tree of `size` leaves (RFC 9162, 2.1.3.1). None when it cannot be.
    #[must_use]
    pub fn of_inclusion(index: u64, size: u64) -> Option<Self> {
        (index < size).then_some(())?;
        let mut parts = Vec::new();
        let mut whole = Range { start: 0, end: size };
        while whole.end - whole.start > 1 {
            let split = whole.split();
            if index < split {
                parts.push(Range { start: split, ..whole });
                whole.end = split;
            } else {
                parts.push(Range { end: split, ..whole });
                whole.start = split;
            }
        }
        parts.reverse();
        Some(Self { parts })
    }

    /// Of the tree of `first` leaves being the beginning of that of `second` (RFC 9162, 2.1.4.1). None when `second` is
    /// the smaller one. Where one of them is empty or both are the same, there is nothing to prove, and the proof is
    /// empty.
    #[must_use]
    pub fn of_consistency(first: u64, second: u64) -> Option<Self> {
        (first <= second).then_some(())?;
        let mut parts = Vec::new();
        if first == 0 {
            return Some(Self { parts });
        }
        let mut whole = Range { start: 0, end: second };
        let mut is_known = true;
        while whole.end != first {
            let split = whole.split();
            if first <= split {
                parts.push(Range { start: split, ..whole });
                whole.end = split;
            } else {
                parts.push(Range { end: split, ..whole });
                whole.start = split;
                is_known = false;
            }
        }
        if !is_known {
            parts.push(whole);
        }
        parts.reverse();
        Some(Self { parts })
    }

    /// The stored hashes that are needed, in the order in which [`Proof::path`] takes them.
    #[must_use]
    pub fn nodes(&self) -> Vec<Node> {
        self.parts.iter().flat_map(|part| part.nodes()).collect()
    }

    /// The proof, of the hashes of [`Proof::nodes`]. None when there are more or fewer of them.
    #[must_use]
    pub fn path(&self, hashes: &[Hash]) -> Option<Vec<Hash>> {
        let mut rest = hashes;
        let mut path = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            let (own, others) = rest.split_at_checked(part.nodes().len())?;
            path.push(folded(own)?);
            rest = others;
        }
        rest.is_empty().then_some(path)
    }
}

/// The root that a proof of inclusion leads to (RFC 9162, 2.1.3.2): the leaf is in the tree of `size` leaves if this is
/// that tree's root. None when the proof cannot be one for that place.
#[must_use]
pub fn root_of_inclusion(leaf: Hash, index: u64, size: u64, path: &[Hash]) -> Option<Hash> {
    let mut last = size.checked_sub(1).filter(|last| index <= *last)?;
    let (mut at, mut root) = (index, leaf);
    for hash in path {
        if last == 0 {
            return None;
        }
        if at % 2 == 1 || at == last {
            root = Hash::above(*hash, root);
            while at.is_multiple_of(2) && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            root = Hash::above(root, *hash);
        }
        at >>= 1;
        last >>= 1;
    }
    (last == 0).then_some(root)
}

/// Whether a proof of consistency holds (RFC 9162, 2.1.4.2): the tree of `first` leaves with `first_root` is the
/// beginning of that of `second` with `second_root`.
#[must_use]
pub fn verify_consistency(
    first: u64,
    second: u64,
    first_root: Hash,
    second_root: Hash,
    path: &[Hash],
) -> bool {
    if first == second {
        return path.is_empty()
            && first_root == second_root
            && (first > 0 || first_root == Hash::of_nothing());
    }
    if first == 0 || first > second {
        return first == 0 && path.is_empty() && first_root == Hash::of_nothing();
    }
    // A tree that is one complete subtree is itself where the proof begins.
    let mut steps = path.iter().copied();
    let Some(begin) = (if first.is_power_of_two() { Some(first_root) } else { steps.next() }) else {
        return false;
    };
    let (mut at, mut last) = (first - 1, second - 1);
    let shift = at.trailing_ones();
    at >>= shift;
    last >>= shift;
    let (mut first_found, mut second_found) = (begin, begin);
    for hash in steps {
        if last == 0 {
            return false;
        }
        if at % 2 == 1 || at == last {
            first_found = Hash::above(hash, first_found);
            second_found = Hash::above(hash, second_found);
            while at.is_multiple_of(2) && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            second_found = Hash::above(second_found, hash);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && first_found == first_root && second_found == second_root
}
