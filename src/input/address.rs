//! The day that an article's address names: systems that publish news write the time of its making into it.

use super::stamp;
use crate::model::date::PartialDate;

/// The day in an address: folders `/2018/07/05/` or `/20180705/`, or a time stamp of at least fourteen digits at the end of a
/// name (`…-20241025164017001.htm`), in some systems with a site's three digits before and two for the year
/// (`…-185241025164017001.htm`). An article may be printed some days after it was made.
pub(crate) fn day(url: &str) -> Option<PartialDate> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest).split(['?', '#']).next()?;
    let folders: Vec<&str> = path.split('/').skip(1).collect();
    let name = folders.last()?;
    let stem = name.split_once('.').map_or(*name, |(stem, _)| stem);
    let digits = &stem[stem.trim_end_matches(|c: char| c.is_ascii_digit()).len()..];
    let triple = |three: &[&str]| match three {
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => stamp::calendar(day, month, year),
        _ => None,
    };
    let compact = |folder: &&str| (folder.len() == 8).then(|| stamp::compact(folder)).flatten();
    made(digits).or_else(|| folders.windows(3).find_map(triple)).or_else(|| folders.iter().find_map(compact))
}

/// "20241025164017001", "185241025164017001": the day where the digits behind it are a time of day.
fn made(digits: &str) -> Option<PartialDate> {
    let clock = |time: &str| {
        let below = |at: usize, limit: u32| time.get(at..at + 2).and_then(|n| n.parse::<u32>().ok()).is_some_and(|n| n < limit);
        below(0, 24) && below(2, 60) && below(4, 60)
    };
    match digits.len() {
        14..=17 if clock(&digits[8..]) => stamp::compact(&digits[..8]),
        18 if clock(&digits[9..]) => stamp::compact(&format!("20{}", &digits[3..9])),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_name_the_day_they_were_made() {
        for (url, expected) in [
            ("https://vidu.vn/huyen-hop-giao-ban-20241025164017001.htm", "2024-10-25"),
            ("https://vidu.vn/huyen-hop-giao-ban-20170203081502.htm?utm=1", "2017-02-03"),
            ("https://vidu.vn/xa-hop-185241025164017001.htm", "2024-10-25"),
            ("https://vidu.gov.vn/2018/07/05/xa-hop", "2018-07-05"),
            ("vidu.gov.vn/tin/2018/7/5/xa-hop.html", "2018-07-05"),
            ("https://vidu.vn/tin-tuc/20180705/xa-hop/123.html", "2018-07-05"),
            ("https://vidu.vn/xa-hop-post1009.html", ""),
            ("https://vidu.vn/web/guest/-/2018/16243/xa-hop.aspx", ""),
            ("https://vidu.vn/nhiem-ky-2020-2025.html", ""),
            ("https://vidu.vn/xa-hop-20241325164017001.htm", ""),
            ("https://vidu.vn/xa-hop-20241025994017001.htm", ""),
            ("https://vidu.vn/xa-hop-20240230.htm", ""),
            ("https://vidu.vn/", ""),
            ("", ""),
        ] {
            assert_eq!(day(url).map(|day| day.to_string()).unwrap_or_default(), expected, "{url}");
        }
    }
}
