//! Reads base64url without padding (RFC 4648 section 5) as JOSE writes it: one text for each value, so spare bits must
//! be zero.

use alloc::vec::Vec;

/// None for any other text than an encoder writes.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for chunk in text.as_bytes().chunks(4) {
        let mut group = 0_u32;
        for letter in chunk {
            group = group << 6 | six_bits(*letter)?;
        }
        let spare = match chunk.len() {
            4 => 0,
            3 => 2,
            2 => 4,
            _ => return None,
        };
        if group & ((1 << spare) - 1) != 0 {
            return None;
        }
        let whole = (group >> spare).to_be_bytes();
        out.extend_from_slice(whole.get(5 - chunk.len()..)?);
    }
    Some(out)
}

const fn six_bits(letter: u8) -> Option<u32> {
    let value = match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'-' => 62,
        b'_' => 63,
        _ => return None,
    };
    Some(value as u32)
}

#[cfg(test)]
mod tests {
    use super::super::jws::base64url;
    use super::*;

    #[test]
    fn what_was_written_is_read_and_every_other_text_is_refused() {
        for length in 0..70_u8 {
            let bytes: Vec<u8> = (0..length).map(|at| at.wrapping_mul(37).wrapping_add(length)).collect();
            let text = base64url(&bytes);
            assert_eq!(decode(&text), Some(bytes));
            for last in b' '..=b'~' {
                let mut changed = text.clone();
                if changed.pop() != Some(char::from(last)) && length > 0 {
                    changed.push(char::from(last));
                    assert!(decode(&changed).is_none_or(|read| base64url(&read) == changed));
                }
            }
        }
        for wrong in ["A", "AAAAA", "AA==", "AB", "A+", "A/", "ü", "AA A", "AA\n"] {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
    }
}
