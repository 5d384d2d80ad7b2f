//! The contents of a book as one nested list.
//!
//! In: links with their depths, in reading order. Out: lines that a template writes in one pass: each tells whether a
//! list opens below it and how many close behind it. Refuses to know: what the links lead to.

use serde::Serialize;

/// A line of the contents.
#[derive(Serialize, Debug, PartialEq)]
pub struct NavLine {
    href: String,
    label: String,
    /// Whether the next line stands one level deeper.
    opens: bool,
    /// How many lists end after this line.
    closes: usize,
}

/// The contents so far.
#[derive(Default)]
pub struct Nav(Vec<(usize, String, String)>);

impl Nav {
    /// Adds a line at `depth`, 1 for the highest; no line stands more than one level below the line before it.
    pub fn add(&mut self, depth: usize, href: impl Into<String>, label: impl Into<String>) {
        let deepest = self.0.last().map_or(1, |(before, ..)| before + 1);
        self.0.push((depth.clamp(1, deepest), href.into(), label.into()));
    }

    /// All lines.
    pub fn lines(self) -> Vec<NavLine> {
        let mut depths: Vec<usize> = self.0.iter().map(|(depth, ..)| *depth).collect();
        depths.push(1);
        let lines = self.0.into_iter().zip(depths.into_iter().skip(1));
        let line = |((depth, href, label), next): ((usize, String, String), usize)| NavLine {
            href,
            label,
            opens: next > depth,
            closes: depth.saturating_sub(next),
        };
        lines.map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_open_and_close_in_pairs() {
        let mut nav = Nav::default();
        for (depth, label) in [(3, "甲"), (2, "乙"), (4, "丙"), (1, "丁"), (2, "戊"), (3, "己")] {
            nav.add(depth, "a.xhtml", label);
        }
        let told: Vec<(bool, usize)> = nav.lines().into_iter().map(|line| (line.opens, line.closes)).collect();
        assert_eq!(told, [(true, 0), (true, 0), (false, 2), (true, 0), (true, 0), (false, 2)]);
    }
}
