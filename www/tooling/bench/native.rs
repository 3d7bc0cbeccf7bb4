//! The core's `read` without WebAssembly, beside bare `serde_json`: JSON Lines of `{ operation, status, body }` on standard
//! input, nanoseconds for one reply on standard output.

use std::hint::black_box;
use std::io::{self, BufRead};
use std::time::Instant;

use kyc_assent::http::Reply;
use kyc_assent::operation;
use serde::Deserialize;

/// What a status is, as one writes it with serde.
#[derive(Deserialize)]
#[allow(dead_code)]
struct Eligibility {
    eligibility: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code)]
struct Entry {
    r#type: String,
    status: String,
    #[serde(default)]
    missing_data: Option<Vec<String>>,
    #[serde(default)]
    missing_documents: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Line {
    operation: String,
    status: u16,
    body: String,
}

const ROUNDS: usize = 41;
const TIMES: u32 = 2000;

fn main() -> io::Result<()> {
    let lines: Vec<Line> = io::stdin()
        .lock()
        .lines()
        .map(|line| serde_json::from_str(&line?).map_err(io::Error::from))
        .collect::<Result<_, _>>()?;
    let replies: Vec<(String, Reply)> = lines
        .into_iter()
        .map(|Line { operation, status, body }| (operation, Reply { status, headers: Vec::new(), body }))
        .collect();
    let count = u32::try_from(replies.len()).map_err(io::Error::other)?;
    let mut times = [const { Vec::new() }; 3];
    for round in 0..ROUNDS {
        for turn in 0..times.len() {
            let way = (round + turn) % times.len();
            let start = Instant::now();
            for _ in 0..TIMES {
                for (name, reply) in &replies {
                    once(way, name, reply);
                }
            }
            let calls = f64::from(TIMES) * f64::from(count);
            if let Some(times) = times.get_mut(way) {
                times.push(start.elapsed().as_secs_f64() * 1e9 / calls);
            }
        }
    }
    let [core, value, derived] = times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times.get(ROUNDS / 2).copied().unwrap_or_default()
    });
    println!("{{\"core\":{core:.1},\"value\":{value:.1},\"derived\":{derived:.1}}}");
    Ok(())
}

fn once(way: usize, name: &str, reply: &Reply) {
    let body = black_box(reply.body.as_bytes());
    match way {
        0 => drop(black_box(operation::read(black_box(name), black_box(reply)))),
        1 => drop(black_box(serde_json::from_slice::<serde_json::Value>(body))),
        _ => drop(black_box(serde_json::from_slice::<Eligibility>(body))),
    }
}
