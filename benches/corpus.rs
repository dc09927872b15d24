//! Writes general news made from a seed, one JSON object per line: `corpus ARTICLES SEED > news.jsonl`.
//!
//! The sentences stand in `news.tsv`, the words in `words.tsv`; places are those of the gazetteer. The same arguments give
//! the same bytes everywhere.

use giaoban::lang::gazetteer::Gazetteer;
use giaoban::lang::tsv;
use giaoban::model::tag::Geo;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::Write as _;

/// Topics and how many of a hundred articles are of each.
const TOPICS: &[(&str, usize)] = &[
    ("economy", 16),
    ("sport", 15),
    ("crime", 14),
    ("world", 13),
    ("society", 13),
    ("showbiz", 12),
    ("health", 6),
    ("education", 5),
    ("tech", 4),
    ("field", 2),
];
/// Sentences of an article's body, about 3.3 kB with the rest.
const SENTENCES: (usize, usize) = (14, 30);
/// Of a hundred sentences of a body, those that any topic may have.
const COMMON: usize = 40;

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1).map(|a| a.parse::<u64>().ok());
    let (Some(Some(articles)), Some(Some(seed)), None) = (arguments.next(), arguments.next(), arguments.next()) else {
        eprintln!("usage: corpus ARTICLES SEED");
        std::process::exit(2);
    };
    let mut news = News::new(seed);
    let mut out = std::io::BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    for n in 0..articles {
        serde_json::to_writer(&mut out, &news.article(n))?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

#[derive(serde::Serialize)]
struct Article {
    id: String,
    title: String,
    url: String,
    published: String,
    text: String,
}

/// A source of articles.
struct News {
    /// (topic, part) → sentences.
    sentences: HashMap<(&'static str, &'static str), Vec<&'static str>>,
    /// Slot → what fills it.
    words: HashMap<&'static str, Vec<&'static str>>,
    random: Random,
}

impl News {
    fn new(seed: u64) -> Self {
        let mut sentences: HashMap<_, Vec<_>> = HashMap::new();
        for row in tsv::rows("news.tsv", include_str!("news.tsv")) {
            sentences.entry((row.cells[0], row.cells[1])).or_default().push(row.cells[2]);
        }
        let mut words: HashMap<_, Vec<_>> = HashMap::new();
        for row in tsv::rows("words.tsv", include_str!("words.tsv")) {
            words.insert(row.cells[0], row.cells[1].split(" | ").collect());
        }
        let gazetteer = Gazetteer::get();
        words.insert("province", gazetteer.provinces(Geo::P63).iter().map(|p| p.name).collect());
        words.insert("district", gazetteer.districts().iter().map(|d| d.name).collect());
        words.insert("commune", gazetteer.communes().iter().map(|c| c.name).collect());
        Self { sentences, words, random: Random(seed) }
    }

    fn article(&mut self, n: u64) -> Article {
        let topic = self.topic();
        let title = self.sentence(topic, "title");
        let mut text = self.sentence(topic, "lead");
        // A sentence stands once in an article; a topic with too few borrows from another.
        let (mut own, mut common) = (self.shuffled(topic), self.shuffled("any"));
        let mut in_paragraph = 3;
        for _ in 0..SENTENCES.0 + self.random.below(SENTENCES.1 - SENTENCES.0) {
            text.push_str(if in_paragraph >= 3 || self.random.below(3) == 0 { "\n" } else { " " });
            in_paragraph = if text.ends_with('\n') { 1 } else { in_paragraph + 1 };
            if own.is_empty() {
                let other = self.topic();
                own = self.shuffled(other);
            }
            let from = if self.random.below(100) < COMMON && !common.is_empty() { &mut common } else { &mut own };
            let template = from.pop().unwrap_or_default();
            text.push_str(&self.fill(template));
            if self.random.below(20) == 0 {
                let caption = self.fill("\n{person} ở {district}. {caption}");
                text.push_str(&caption);
                in_paragraph = 3;
            }
        }
        let byline = self.fill("\n{byline}");
        text.push_str(&byline);
        let url = self.fill("{outlet}/tin-{n900}-");
        let published = format!(
            "20{:02}-{:02}-{:02}T{:02}:{:02}:00+07:00",
            10 + self.random.below(15),
            1 + self.random.below(12),
            1 + self.random.below(28),
            self.random.below(24),
            self.random.below(60)
        );
        Article { id: format!("n{n}"), title, url: format!("{url}{n}.html"), published, text }
    }

    fn topic(&mut self) -> &'static str {
        let mut at = self.random.below(TOPICS.iter().map(|t| t.1).sum());
        TOPICS
            .iter()
            .find(|t| {
                at < t.1 || {
                    at -= t.1;
                    false
                }
            })
            .map_or("any", |t| t.0)
    }

    fn sentence(&mut self, topic: &'static str, part: &'static str) -> String {
        let list = &self.sentences[&(topic, part)];
        let template = list[self.random.below(list.len())];
        self.fill(template)
    }

    /// The sentences of a topic's bodies in any order.
    fn shuffled(&mut self, topic: &'static str) -> Vec<&'static str> {
        let mut list = self.sentences[&(topic, "body")].clone();
        for n in (1..list.len()).rev() {
            list.swap(n, self.random.below(n + 1));
        }
        list
    }

    /// The template with one of each `[a|b]` and a value for each `{slot}`.
    fn fill(&mut self, template: &str) -> String {
        let mut out = String::with_capacity(2 * template.len());
        let mut rest = template;
        while let Some(at) = rest.find(['[', '{']) {
            out.push_str(&rest[..at]);
            let choice = rest[at..].starts_with('[');
            let close = rest[at..].find(if choice { ']' } else { '}' }).map_or(rest.len() - 1, |c| at + c);
            let inside = &rest[at + 1..close];
            if choice {
                let choices: Vec<&str> = inside.split('|').collect();
                let chosen = choices[self.random.below(choices.len())];
                out.push_str(&self.fill(chosen));
            } else {
                self.slot(inside, &mut out);
            }
            rest = &rest[close + 1..];
        }
        out + rest
    }

    fn slot(&mut self, slot: &str, out: &mut String) {
        let r = &mut self.random;
        // Writing to a string does not fail.
        let _ = match slot {
            "person" => {
                let name = self.fill("{surname} {middle} {given}");
                out.write_str(&name)
            }
            "foreign" => out.write_str(&r.foreign()),
            "n12" => write!(out, "{}", 1 + r.below(12)),
            "n20" => write!(out, "{}", 2 + r.below(19)),
            "n60" => write!(out, "{}", 18 + r.below(43)),
            "n90" => write!(out, "{}", 10 + r.below(81)),
            "n900" => write!(out, "{}", 100 + r.below(801)),
            "thousands" => write!(out, "{}.{:03}", 1 + r.below(90), r.below(1000)),
            "decimal" => write!(out, "{},{}", 1 + r.below(40), 1 + r.below(99)),
            "year" => write!(out, "{}", 2000 + r.below(25)),
            "day" => write!(out, "{}/{}", 1 + r.below(28), 1 + r.below(12)),
            "score" => write!(out, "{}-{}", 1 + r.below(4), r.below(4)),
            "clock" => write!(out, "{}h{:02}", 6 + r.below(17), 5 * r.below(12)),
            "plate" => write!(out, "{}{}-{:05}", 11 + r.below(88), char::from(b'A' + r.below(8) as u8), r.below(100_000)),
            _ => {
                let list = self.words.get(slot).map_or(&[][..], Vec::as_slice);
                out.write_str(list.get(r.frequent(list.len())).unwrap_or(&slot))
            }
        };
    }
}

/// Splitmix64: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`; 0 where there is none.
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// A number below `n`, the n-th about 1/n as often as the first (Zipf).
    fn frequent(&mut self, n: usize) -> usize {
        let unit = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        ((n as f64 + 1.0).powf(unit) as usize).clamp(1, n.max(1)) - 1
    }

    /// A name from abroad or of a product, seldom the same twice: the long tail of a newspaper's words.
    fn foreign(&mut self) -> String {
        const HEADS: &[&str] =
            &["Mar", "Kov", "Sch", "Al", "Bren", "Gonz", "Vel", "Tak", "Rod", "Hern", "Samp", "Fel", "Lor", "Xen"];
        const JOINTS: &[&str] = &["ti", "a", "o", "er", "al", "es", "in", "u", "ran", "del", "ko", "ni"];
        const TAILS: &[&str] = &["nez", "son", "ski", "mann", "ra", "lev", "to", "berg", "va", "ton", "dro", "x"];
        let pick = |random: &mut Random, list: &[&'static str]| list[random.frequent(list.len())];
        let joints = 1 + self.below(2);
        let mut name = pick(self, HEADS).to_string();
        (0..joints).for_each(|_| name.push_str(pick(self, JOINTS)));
        name + pick(self, TAILS)
    }
}
