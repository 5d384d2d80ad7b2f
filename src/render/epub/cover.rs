//! The cover: where each line of it stands and how large its letters are.
//!
//! In: title, number, office, day. Out: the value `book.cover`. Long lines are broken and set smaller, so that whatever
//! the office is called, nothing runs over the edge. Refuses to know: colours, fonts, SVG.

use serde::Serialize;

/// The width that lines may take, of the 600 of the cover.
const WIDTH: usize = 480;
/// The smallest letters.
const SMALLEST: usize = 8;
/// Characters of one text, at most: nobody reads more on a cover, and more has no room.
const LONGEST: usize = 420;

/// The lines of a cover.
#[derive(Serialize)]
pub struct Cover {
    title: Vec<CoverLine>,
    under: Vec<CoverLine>,
    /// Where the rule is.
    rule: usize,
    foot: Vec<CoverLine>,
}

/// One line.
#[derive(Serialize, Debug, PartialEq)]
struct CoverLine {
    text: String,
    size: usize,
    y: usize,
}

impl Cover {
    /// A cover with these words; empty ones are left out.
    pub fn of(title: &str, under: &[&str], foot: &[&str]) -> Self {
        let title = block(title, 112, 270, 190);
        let mut below = title.last().map_or(270, |line| line.y);
        // Letters reach below their line, large ones further.
        below += title.last().map_or(0, |line| line.size / 4);
        let under = stacked(under, 30, &mut below, 26);
        let rule = below + 70;
        let mut bottom = 630;
        Cover { title, under, rule, foot: stacked(foot, 26, &mut bottom, 18) }
    }
}

/// Words of one kind below each other; `y` is the last line's place before and after.
fn stacked(words: &[&str], most: usize, y: &mut usize, gap: usize) -> Vec<CoverLine> {
    let mut lines = Vec::new();
    for text in words.iter().filter(|text| !text.trim().is_empty()) {
        let set = block(text, most, *y, 80);
        let first = set.first().map_or(0, |line| line.size);
        let moved = set.into_iter().map(|line| CoverLine { y: line.y + first + gap, ..line });
        lines.extend(moved);
        *y = lines.last().map_or(*y, |line| line.y);
    }
    lines
}

/// A text in as many lines as make its letters largest, none larger than `most`, within `height`; the first line
/// stands at `y`. A Chinese character is as wide as its size.
fn block(text: &str, most: usize, y: usize, height: usize) -> Vec<CoverLine> {
    let mut letters: Vec<char> = text.trim().chars().collect();
    if letters.len() > LONGEST {
        letters.truncate(LONGEST - 2);
        letters.extend(['…', '…']);
    }
    // Four lines as a rule; more where not even the smallest letters would fit into them.
    let most_lines = letters.len().div_ceil(WIDTH / SMALLEST).max(4);
    let size = |lines: usize| {
        let per_line = letters.len().div_ceil(lines).max(1);
        (WIDTH / per_line).min(height * 4 / (lines * 5)).clamp(SMALLEST, most)
    };
    // The fewest lines that come near the best: nobody breaks a title for the sake of a little.
    let best = (1..=most_lines).map(size).max().unwrap_or(most);
    let fits = |lines: &usize| letters.len().div_ceil(*lines) * size(*lines) <= WIDTH;
    let lines = (1..=most_lines).filter(fits).find(|&lines| size(lines) * 5 >= best * 4).unwrap_or(most_lines);
    let (size, per_line) = (size(lines), letters.len().div_ceil(lines).max(1));
    let broken = letters.chunks(per_line).map(|line| line.iter().collect::<String>());
    broken.enumerate().map(|(at, text)| CoverLine { text, size, y: y + at * size * 5 / 4 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(title: &str) -> Vec<(usize, usize)> {
        block(title, 112, 270, 190).iter().map(|line| (line.text.chars().count(), line.size)).collect()
    }

    #[test]
    fn titles_fit_whatever_their_length() {
        assert_eq!(told("改革动态"), [(4, 112)]);
        assert_eq!(told("云湖改革快报"), [(6, 80)]);
        assert_eq!(told("全面深化改革工作动态"), [(5, 76), (5, 76)]);
        for length in 1..600 {
            for (letters, size) in told(&"长".repeat(length)) {
                assert!(letters * size <= WIDTH, "{length}");
            }
            assert!(block(&"长".repeat(length), 112, 270, 190).iter().all(|line| line.y <= 270 + 190), "{length}");
        }
        assert!(told("").is_empty());
    }

    #[test]
    fn nothing_stands_on_anything_else() {
        let cover =
            Cover::of("改革动态", &["第6期（总第39期）", ""], &["中共云湖市委全面深化改革领导小组办公室", "2016年"]);
        assert_eq!((cover.under.len(), cover.foot.len()), (1, 2));
        assert!(cover.under[0].y > cover.title[0].y + 30 && cover.rule > cover.under[0].y);
        assert!(cover.foot[1].y > cover.foot[0].y + 20 && cover.foot[1].y < 780);
    }
}
