use super::*;

/// The values of a phrase, kinds that are no dates in brackets.
fn values(phrase: &str) -> String {
    let found: Vec<String> = dates(&mut Reading::new(phrase))
        .iter()
        .map(|m| match m.kind {
            DateKind::Day | DateKind::Month | DateKind::Period => m.value.to_string(),
            DateKind::Year | DateKind::Term | DateKind::Years => format!("[{}]", m.value),
        })
        .collect();
    if found.is_empty() { "-".into() } else { found.join(" ") }
}

fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).map(|l| l.split('\t').collect())
}

#[test]
fn the_corpus_of_dates_holds() {
    let mut wrong = Vec::new();
    for row in rows(include_str!("../../../tests/corpus/date.tsv")) {
        let found = values(row[0]);
        if found != row[1] {
            wrong.push(format!("{}\n  expected {}\n  found    {found}", row[0], row[1]));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn each_rule_fires_on_its_example() {
    for row in rows(include_str!("../../../data/rules/date.tsv")) {
        let found = dates(&mut Reading::new(row[1]));
        assert!(found.iter().any(|m| m.rule == row[0] && m.value.to_string() == row[2]), "{}: {found:?}", row[0]);
    }
}

#[test]
fn dates_and_their_words_are_claimed() {
    for (text, claimed) in
        [("Chiều ngày 28/6, tại", 4), ("(28/6)", 3), ("đường 3/2", 3), ("trong 2 ngày 5 và 6/9", 5), ("đã có 5/11 huyện", 0)]
    {
        let mut reading = Reading::new(text);
        dates(&mut reading);
        assert_eq!(reading.claims.iter().filter(|c| **c != Claim::Free).count(), claimed, "{text}");
    }
}

#[test]
fn furniture_and_tokens_claimed_before_are_left_alone() {
    for claim in [Claim::Furniture, Claim::Name] {
        let mut reading = Reading::new("ngày 28/6/2021");
        let all = 0..reading.tokens.len();
        reading.claim(all, claim);
        assert!(dates(&mut reading).is_empty());
        assert!(reading.claims.iter().all(|c| *c == claim));
    }
}

proptest::proptest! {
    #[test]
    fn any_text_gives_dates_that_exist_at_spans_that_slice(words in proptest::collection::vec(
        proptest::sample::select(vec![
            "ngày", "tháng", "năm", "quý", "từ", "đến", "và", "trong", "sáng", "6", "12", "31", "2018", "2020", "0", "99", "III",
            "/", "-", ".", ",", "(", ")", "đầu năm", "nhiệm kỳ", " ", " ", " ", "hai", "\n", "%", "giờ", "h",
        ]), 0..40)) {
        let text = words.concat();
        let mut reading = Reading::new(&text);
        let found = dates(&mut reading);
        let mut before = 0;
        for m in &found {
            proptest::prop_assert!(m.span.start >= before && m.span.start < m.span.end && m.span.end <= reading.tokens.len());
            before = m.span.start;
            proptest::prop_assert!(m.value.from.exists() && m.value.to.is_none_or(PartialDate::exists), "{text}: {}", m.value);
            reading.source(m.span.clone());
        }
    }
}

/// What is noted of a word is what makes the text be looked at there.
#[test]
fn the_cues_that_bear_on_a_date_are_of_its_families() {
    for &cue in Cue::ALL {
        let looked_at = cue.families() & (BEGINS | family::DATE_BEARING) != 0;
        assert_eq!(BEARING.has(cue), looked_at, "{}", cue.slug());
    }
}
