//! A bar on standard error while long work goes on: how far it is, how fast, how long it will take. Only on a terminal.

use super::session::Session;
use crate::input::{Input, Meter, bytes_of};
use crate::lang::labels::{Lang, fill};
use crate::output::number::format_count;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// The bar that is drawn. Messages go above it.
static DRAWN: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// Says something while the bar is out of the way.
pub fn beside(say: impl FnOnce()) {
    match DRAWN.lock() {
        Ok(drawn) => match &*drawn {
            Some(bar) => bar.suspend(say),
            None => say(),
        },
        Err(_) => say(),
    }
}

/// Reading articles under way.
pub struct Progress {
    bar: Option<ProgressBar>,
    lang: Lang,
    /// Bytes that were read of the inputs.
    pub meter: Meter,
    start: Instant,
    articles: usize,
}

/// Short work shows no bar.
const PATIENCE: Duration = Duration::from_millis(400);

impl Progress {
    /// Of reading `inputs`. Their bytes are counted only where a bar is drawn.
    pub fn of(session: &Session, inputs: &[Input]) -> Self {
        let wanted = !session.quiet && std::io::stderr().is_terminal();
        let bar = wanted.then(|| {
            let total = bytes_of(inputs);
            // Drawn when it has lasted a while; see `add`.
            let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
            let template = if total.is_some() { "{bar:24} {percent:>3}% · {msg}" } else { "{spinner} {msg}" };
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style.progress_chars("█▉▊▋▌▍▎▏ "));
            }
            if let Ok(mut drawn) = DRAWN.lock() {
                *drawn = Some(bar.clone());
            }
            bar
        });
        Self { bar, lang: session.lang, meter: Meter::default(), start: Instant::now(), articles: 0 }
    }

    /// So many articles more are done.
    pub fn add(&mut self, articles: usize) {
        self.articles += articles;
        let Some(bar) = &self.bar else { return };
        let spent = self.start.elapsed();
        if spent < PATIENCE {
            return;
        }
        if bar.is_hidden() {
            bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(8));
        }
        let read = self.meter.bytes();
        bar.set_message(told(self.articles, spent, bar.length().map(|total| (read, total)), self.lang));
        bar.set_position(read.min(bar.length().unwrap_or(read)));
        bar.tick();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
            if let Ok(mut drawn) = DRAWN.lock() {
                *drawn = None;
            }
        }
    }
}

/// How many articles, how many a second, and how long the rest will take where the whole is known.
fn told(articles: usize, spent: Duration, bytes: Option<(u64, u64)>, lang: Lang) -> String {
    let rate = (articles as f64 / spent.as_secs_f64().max(0.001)).round();
    let mut values = vec![("articles", format_count(articles as f64, lang)), ("rate", format_count(rate, lang))];
    let left = bytes
        .filter(|(read, _)| *read > 0)
        .map(|(read, total)| spent.mul_f64(total.saturating_sub(read) as f64 / read as f64).as_secs());
    if let Some(seconds) = left {
        values.push(("left", clock(seconds)));
    }
    let key = if left.is_some() { "progress.left" } else { "progress.running" };
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(lang, key, &values)
}

/// 75 is 1:15, 3675 is 1:01:15.
fn clock(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rate_and_remaining_time_in_the_user_s_language() {
        let spent = Duration::from_secs(10);
        assert_eq!(told(12_460, spent, Some((100, 400)), Lang::Vi), "12.460 bài · 1.246 bài/giây · còn 0:30");
        assert_eq!(told(12_460, spent, Some((100, 400)), Lang::En), "12,460 articles · 1,246 a second · 0:30 left");
        assert_eq!(told(5, spent, None, Lang::En), "5 articles · 1 a second", "standard input has no end that is known");
        assert_eq!(told(5, spent, Some((0, 400)), Lang::En), "5 articles · 1 a second");
        assert_eq!((clock(75), clock(3675)), ("1:15".into(), "1:01:15".into()));
    }
}
