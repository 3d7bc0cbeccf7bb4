//! The tree of the log: known answers, and proofs of every leaf and every pair of sizes up to 300.

use kyc_assent::ledger::{
    Hash, Node, Proof, Tree, leaf_hash, root_of_inclusion, subtree_hash, verify_consistency,
};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// A tree with all that a host stores of it.
struct Stored {
    tree: Tree,
    nodes: HashMap<(u32, u64), Hash>,
    roots: Vec<Hash>,
}

impl Stored {
    fn of<L: AsRef<[u8]>>(leaves: impl IntoIterator<Item = L>) -> Self {
        let tree = Tree::empty();
        let mut stored = Self { roots: vec![tree.root()], tree, nodes: HashMap::new() };
        for leaf in leaves {
            for (Node { level, index }, hash) in stored.tree.append(leaf_hash(leaf.as_ref())) {
                assert!(stored.nodes.insert((level, index), hash).is_none(), "no node is written twice");
            }
            stored.roots.push(stored.tree.root());
        }
        stored
    }

    fn prove(&self, proof: &Proof) -> Vec<Hash> {
        let hashes: Vec<Hash> =
            proof.nodes().iter().map(|node| self.nodes[&(node.level, node.index)]).collect();
        proof.path(&hashes).unwrap()
    }

    fn inclusion(&self, index: u64, size: u64) -> Vec<Hash> {
        self.prove(&Proof::of_inclusion(index, size).unwrap())
    }

    fn consistency(&self, first: u64, second: u64) -> Vec<Hash> {
        self.prove(&Proof::of_consistency(first, second).unwrap())
    }
}

fn numbered(count: u64) -> Stored {
    Stored::of((0..count).map(u64::to_be_bytes))
}

fn hashes<const N: usize>(texts: [&str; N]) -> Vec<Hash> {
    texts.iter().map(|text| Hash::parse(text).unwrap()).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from_digit(digit.into(), 16).unwrap())
        .collect()
}

/// The leaves and roots that the reference implementation of Certificate Transparency tests itself with
/// (github.com/google/certificate-transparency, `cpp/merkletree/merkle_tree_test.cc`, now in
/// github.com/transparency-dev/merkle, `testonly/constants.go`).
const LEAVES: [&[u8]; 8] = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57",
    b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
];

const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

#[test]
fn the_roots_are_those_of_certificate_transparency() {
    assert_eq!(Stored::of(LEAVES).roots, hashes(ROOTS));
}

#[test]
fn the_stored_nodes_are_those_of_certificate_transparency() {
    let nodes = Stored::of(LEAVES).nodes;
    for (level, index, hash) in [
        (0, 7, "46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1"),
        (1, 1, "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
        (1, 3, "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
        (2, 1, "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"),
    ] {
        assert_eq!(nodes[&(level, index)].to_hex(), hash);
    }
    assert_eq!(nodes.len(), 15);
}

#[test]
fn the_proofs_are_those_of_certificate_transparency() {
    let stored = Stored::of(LEAVES);
    let eighth = hashes([
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]);
    assert_eq!(stored.inclusion(5, 8), eighth);
    assert_eq!(
        stored.inclusion(0, 8),
        hashes([
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ])
    );
    assert_eq!(
        stored.inclusion(2, 3),
        hashes(["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"])
    );
    assert_eq!(stored.consistency(1, 1), []);
    assert_eq!(
        stored.consistency(1, 8),
        hashes([
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ])
    );
    assert_eq!(
        stored.consistency(6, 8),
        hashes([
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ])
    );
    assert_eq!(
        stored.consistency(2, 5),
        hashes([
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ])
    );
}

/// Section 2.1.5 of RFC 9162 names the nodes of a tree of seven leaves, and the proofs made of them.
#[test]
fn the_proofs_are_those_of_the_rfcs_example() {
    let stored = Stored::of((0..7).map(|number| format!("d{number}")));
    // The letters of its figure.
    let named = |letter: char| match letter {
        'a'..='f' => stored.nodes[&(0, u64::from(letter) - u64::from('a'))],
        'j' => stored.nodes[&(0, 6)],
        'g'..='i' => stored.nodes[&(1, u64::from(letter) - u64::from('g'))],
        'k' => stored.nodes[&(2, 0)],
        _ => joined(stored.nodes[&(1, 2)], stored.nodes[&(0, 6)]),
    };
    let path = |letters: &str| letters.chars().map(named).collect::<Vec<Hash>>();
    for (index, letters) in [(0, "bhl"), (3, "cgl"), (4, "fjk"), (6, "ik")] {
        assert_eq!(stored.inclusion(index, 7), path(letters), "{index}");
    }
    for (first, letters) in [(3, "cdgl"), (4, "l"), (6, "ijk")] {
        assert_eq!(stored.consistency(first, 7), path(letters), "{first}");
    }
}

fn joined(left: Hash, right: Hash) -> Hash {
    Hash::parse(&hex(&Sha256::digest([&[1], &left.as_bytes()[..], right.as_bytes()].concat()))).unwrap()
}

/// MTH, PATH and SUBPROOF as the RFC defines them, by recursion over all leaves: slow, and obviously so.
mod defined {
    use super::{Digest, Hash, Sha256, leaf_hash};

    fn split(count: usize) -> usize {
        count.next_power_of_two() / 2
    }

    pub(super) fn root(leaves: &[Vec<u8>]) -> Hash {
        match leaves {
            [] => hash(&[]),
            [leaf] => leaf_hash(leaf),
            _ => {
                let (left, right) = leaves.split_at(split(leaves.len()));
                hash(&[&[1], &root(left).as_bytes()[..], root(right).as_bytes()].concat())
            }
        }
    }

    fn hash(bytes: &[u8]) -> Hash {
        Hash::parse(&super::hex(&Sha256::digest(bytes))).unwrap()
    }

    pub(super) fn path(index: usize, leaves: &[Vec<u8>]) -> Vec<Hash> {
        if leaves.len() == 1 {
            return Vec::new();
        }
        let at = split(leaves.len());
        let (left, right) = leaves.split_at(at);
        let (mut path, other) =
            if index < at { (path(index, left), root(right)) } else { (path(index - at, right), root(left)) };
        path.push(other);
        path
    }

    pub(super) fn subproof(first: usize, leaves: &[Vec<u8>], is_known: bool) -> Vec<Hash> {
        if first == leaves.len() {
            return if is_known { Vec::new() } else { vec![root(leaves)] };
        }
        let at = split(leaves.len());
        let (left, right) = leaves.split_at(at);
        let (mut proof, other) = if first <= at {
            (subproof(first, left, is_known), root(right))
        } else {
            (subproof(first - at, right, false), root(left))
        };
        proof.push(other);
        proof
    }
}

#[test]
fn roots_and_proofs_are_those_of_the_definition() {
    const SIZE: usize = 40;
    let leaves: Vec<Vec<u8>> = (0..SIZE as u64).map(|number| number.to_be_bytes().to_vec()).collect();
    let stored = Stored::of(&leaves);
    for size in 0..=SIZE {
        assert_eq!(stored.roots[size], defined::root(&leaves[..size]));
        for part in 0..size {
            let (one, other) = (part as u64, size as u64);
            assert_eq!(
                stored.inclusion(one, other),
                defined::path(part, &leaves[..size]),
                "{part} in {size}"
            );
            let proof = defined::subproof(part + 1, &leaves[..size], true);
            assert_eq!(stored.consistency(one + 1, other), proof, "{} to {size}", part + 1);
        }
    }
}

const LARGEST: u64 = 300;

#[test]
fn every_leaf_of_every_size_is_proved_and_nothing_else() {
    let stored = numbered(LARGEST);
    let other = leaf_hash(b"other");
    for size in 1..=LARGEST {
        let root = stored.roots[usize::try_from(size).unwrap()];
        for index in 0..size {
            let leaf = leaf_hash(&index.to_be_bytes());
            let path = stored.inclusion(index, size);
            let found = |leaf, index, size, path: &[Hash]| root_of_inclusion(leaf, index, size, path);
            assert_eq!(found(leaf, index, size, &path), Some(root), "{index} in {size}");
            assert_ne!(found(other, index, size, &path), Some(root));
            assert_ne!(found(leaf, index ^ 1, size, &path), Some(root), "{index} in {size} beside its place");
            assert_eq!(found(leaf, size, size, &path), None);
            let longer = [&path[..], &[root]].concat();
            assert_eq!(found(leaf, index, size, &longer), None);
            if let Some((_, shorter)) = path.split_last() {
                assert_eq!(found(leaf, index, size, shorter), None);
            }
        }
    }
    assert_eq!(root_of_inclusion(other, 0, 0, &[]), None);
}

#[test]
fn every_pair_of_sizes_is_proved_and_nothing_else() {
    let stored = numbered(LARGEST);
    let root = |size: u64| stored.roots[usize::try_from(size).unwrap()];
    for second in 1..=LARGEST {
        for first in 1..=second {
            let path = stored.consistency(first, second);
            let holds = |from: u64, to: u64, path: &[Hash]| {
                verify_consistency(from, to, root(first), root(second), path)
            };
            assert!(holds(first, second, &path), "{first} to {second}");
            assert!(!verify_consistency(first, second, root(first - 1), root(second), &path));
            assert!(!verify_consistency(first, second, root(first), root(second - 1), &path));
            assert!(!holds(first, second, &[&path[..], &[root(first)]].concat()));
            if let Some((_, shorter)) = path.split_last() {
                assert!(!holds(first, second, shorter));
                assert!(!holds(second, first, &path));
            }
        }
    }
}

#[test]
fn the_empty_tree_is_the_beginning_of_every_tree() {
    let stored = numbered(5);
    let [nothing, five] = [stored.roots[0], stored.roots[5]];
    assert_eq!(nothing, Hash::of_nothing());
    assert!(verify_consistency(0, 5, nothing, five, &stored.consistency(0, 5)));
    assert!(verify_consistency(0, 0, nothing, nothing, &[]));
    assert!(!verify_consistency(0, 5, five, five, &[]));
    assert!(!verify_consistency(0, 5, nothing, five, &[five]));
    assert!(!verify_consistency(0, 0, five, five, &[]));
    assert!(!verify_consistency(5, 0, five, nothing, &[]));
}

#[test]
fn every_changed_bit_of_a_proof_is_noticed() {
    let stored = numbered(21);
    for (first, second) in [(1, 21), (6, 21), (8, 13), (13, 21), (20, 21)] {
        let [one, two] = [first, second].map(|size: u64| stored.roots[usize::try_from(size).unwrap()]);
        changed(&stored.consistency(first, second), |path| {
            !verify_consistency(first, second, one, two, path)
        });
        let leaf = leaf_hash(&(first - 1).to_be_bytes());
        changed(&stored.inclusion(first - 1, second), |path| {
            root_of_inclusion(leaf, first - 1, second, path) != Some(two)
        });
    }
}

fn changed(path: &[Hash], is_noticed: impl Fn(&[Hash]) -> bool) {
    for at in 0..path.len() {
        for bit in 0..256 {
            let mut bytes = *path[at].as_bytes();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let mut other = path.to_vec();
            other[at] = Hash::parse(&hex(&bytes)).unwrap();
            assert!(is_noticed(&other), "bit {bit} of hash {at}");
        }
    }
}

#[test]
fn a_tree_goes_on_from_what_was_kept_of_it() {
    let whole = numbered(100);
    let mut tree = Tree::empty();
    for number in 0..100_u64 {
        tree = Tree::resumed(tree.size(), tree.frontier().to_vec()).unwrap();
        tree.append(leaf_hash(&number.to_be_bytes()));
        assert_eq!(tree.root(), whole.roots[usize::try_from(number + 1).unwrap()]);
        assert_eq!(tree.frontier().len(), (number + 1).count_ones() as usize);
    }
    let frontier = tree.frontier();
    assert_eq!(Tree::resumed(100, frontier[1..].to_vec()), None);
    assert_eq!(Tree::resumed(101, frontier.to_vec()), None);
    assert_eq!(Tree::resumed(0, Vec::new()), Some(Tree::empty()));
}

#[test]
fn what_cannot_be_proved_is_no_proof() {
    assert!(Proof::of_inclusion(5, 5).is_none());
    assert!(Proof::of_inclusion(0, 0).is_none());
    assert!(Proof::of_consistency(6, 5).is_none());
    let proof = Proof::of_inclusion(2, 5).unwrap();
    let one = leaf_hash(b"one");
    let needed = proof.nodes().len();
    assert!(proof.path(&vec![one; needed]).is_some());
    assert!(proof.path(&vec![one; needed - 1]).is_none());
    assert!(proof.path(&vec![one; needed + 1]).is_none());
}

#[test]
fn a_hash_has_one_spelling() {
    let text = ROOTS[1];
    assert_eq!(Hash::parse(text).unwrap().to_string(), text);
    assert_eq!(format!("{:?}", Hash::parse(text).unwrap()), text);
    for wrong in ["", &"6e".repeat(31), &format!("{text}0"), &text.to_uppercase(), &text.replace('6', "g")] {
        assert_eq!(Hash::parse(wrong), None, "{wrong}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    /// Law 7: sizes of any magnitude give an answer.
    #[test]
    fn law_7_no_panic_no_size_breaks_the_tree(one in any::<u64>(), two in any::<u64>(), count in 0_usize..70) {
        let path = vec![leaf_hash(b"x"); count];
        let _ = root_of_inclusion(path.first().copied().unwrap_or(Hash::of_nothing()), one, two, &path);
        let _ = verify_consistency(one, two, Hash::of_nothing(), Hash::of_nothing(), &path);
        let proofs = [Proof::of_inclusion(one, two), Proof::of_consistency(one, two)];
        for proof in proofs.into_iter().flatten() {
            let needed = proof.nodes().len();
            prop_assert!(needed <= 64 * 64);
            prop_assert_eq!(proof.path(&vec![leaf_hash(b"x"); needed]).map(|path| path.len() <= 65), Some(true));
        }
    }
}

#[test]
fn a_subtree_has_one_hash_from_whatever_smaller_ones_it_is_made() {
    let nodes = numbered(513).nodes;
    for (&(level, index), hash) in &nodes {
        for below in 0..=level {
            let count = 1 << (level - below);
            let row: Vec<Hash> =
                (index * count..(index + 1) * count).map(|number| nodes[&(below, number)]).collect();
            assert_eq!(subtree_hash(&row), Some(*hash), "{level}/{index} from level {below}");
            let bytes: Vec<u8> = row.iter().flat_map(|hash| *hash.as_bytes()).collect();
            assert_eq!(Hash::in_a_row(&bytes), Some(row));
            assert_eq!(Hash::in_a_row(&bytes[1..]), None);
        }
    }
    let one = leaf_hash(b"one");
    for count in [0, 3, 5, 6, 7, 9, 255, 257] {
        assert_eq!(subtree_hash(&vec![one; count]), None, "{count} hashes are no complete subtree");
    }
}
