//! Tables for a terminal that line up with Chinese text.
//!
//! In: heads, cells. Out: one text. Lines are ASCII: in a terminal with a Chinese font the
//! box-drawing characters may be two cells wide and would push the columns apart. Chinese characters and punctuation
//! count as two cells; `—` counts as one.
//! Refuses to know: what the cells mean, how wide the terminal is, colours.

use std::fmt;

use unicode_width::UnicodeWidthStr;

/// Cells between two columns.
const GAP: usize = 2;

/// How the cells of a column stand under its head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// To the left.
    Left,
    /// To the right.
    Right,
    /// Figures with remarks: what stands before the first blank to the right, the rest to the left of its own column,
    /// so that in `3/4 缺1` above `12/4` the figures line up.
    Figures,
}

/// A table.
#[derive(Debug, Clone)]
pub struct Table {
    columns: Vec<Align>,
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows. A line feed in a head starts its next line.
    pub fn new<S: AsRef<str>>(columns: impl IntoIterator<Item = (S, Align)>) -> Self {
        let (heads, columns) = columns.into_iter().map(|(head, align)| (clean(head.as_ref(), &['\n']), align)).unzip();
        Table { columns, heads, rows: Vec::new() }
    }

    /// Adds a row. Cells that are missing at its end are empty; cells beyond the last column are left out.
    pub fn row<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) {
        let mut row: Vec<String> = cells.into_iter().map(|cell| clean(cell.as_ref(), &[])).collect();
        row.resize(self.columns.len(), String::new());
        self.rows.push(row);
    }

    /// How wide the figures of a column are, where it is one of figures.
    fn figure_width(&self, column: usize) -> usize {
        let figures = self.rows.iter().map(|row| split_figure(&row[column]).0.width());
        if self.columns[column] == Align::Figures { figures.max().unwrap_or(0) } else { 0 }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let figures: Vec<usize> = (0..self.columns.len()).map(|column| self.figure_width(column)).collect();
        let mut widths: Vec<usize> =
            self.heads.iter().map(|head| head.lines().map(str::width).max().unwrap_or(0)).collect();
        for row in &self.rows {
            for (column, cell) in row.iter().enumerate() {
                widths[column] = widths[column].max(self.indent(column, cell, &figures) + cell.width());
            }
        }
        let mut line = String::new();
        let height = self.heads.iter().map(|head| head.lines().count()).max().unwrap_or(0);
        for at in 0..height {
            let heads = self.heads.iter().map(|head| (head.lines().nth(at).unwrap_or_default(), 0));
            writeln!(f, "{}", self.line(&mut line, heads, &widths))?;
        }
        let gaps = GAP * self.columns.len().saturating_sub(1);
        f.write_str(&"-".repeat(widths.iter().sum::<usize>() + gaps))?;
        for row in &self.rows {
            let cells = row.iter().enumerate();
            let cells = cells.map(|(column, cell)| (cell.as_str(), self.indent(column, cell, &figures)));
            write!(f, "\n{}", self.line(&mut line, cells, &widths))?;
        }
        Ok(())
    }
}

impl Table {
    /// Blanks before a cell that make its figures stand under those of the others.
    fn indent(&self, column: usize, cell: &str, figures: &[usize]) -> usize {
        match self.columns[column] {
            Align::Figures => figures[column].saturating_sub(split_figure(cell).0.width()),
            Align::Left | Align::Right => 0,
        }
    }

    /// One line of cells with their indents, without blanks at its end.
    fn line<'a, 'c>(
        &self,
        line: &'a mut String,
        cells: impl Iterator<Item = (&'c str, usize)>,
        widths: &[usize],
    ) -> &'a str {
        line.clear();
        for ((column, (cell, indent)), width) in cells.enumerate().zip(widths) {
            let rest = width.saturating_sub(cell.width() + indent);
            let (before, behind) = if self.columns[column] == Align::Right { (rest, 0) } else { (indent, rest) };
            line.extend(std::iter::repeat_n(' ', before));
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', behind + GAP));
        }
        line.trim_end()
    }
}

/// The text before the first blank, and the rest with that blank.
fn split_figure(text: &str) -> (&str, &str) {
    text.split_at(text.find(' ').unwrap_or(text.len()))
}

/// Without control characters: a title that a department wrote must not be able to steer the terminal.
fn clean(text: &str, keep: &[char]) -> String {
    text.chars().map(|c| if c.is_control() && !keep.contains(&c) { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_under_chinese_text_and_punctuation() {
        let mut table = Table::new([("单位", Align::Left), ("篇数", Align::Right), ("备注", Align::Left)]);
        table.row(["市民政局", "7", "齐"]);
        table.row(["ＡＢ，（区）", "123", "x"]);
        table.row(["abc", "0", ""]);
        let expected = "\
单位          篇数  备注
------------------------
市民政局         7  齐
ＡＢ，（区）   123  x
abc              0";
        assert_eq!(table.to_string(), expected);
    }

    #[test]
    fn figures_line_up_whatever_is_remarked_behind_them() {
        let mut table = Table::new([("单位", Align::Left), ("信息\n11月", Align::Figures), ("结论", Align::Left)]);
        table.row(["甲", "4/4", "齐"]);
        table.row(["乙", "12/4 迟1", "齐"]);
        table.row(["丙", "免", "齐"]);
        let expected = "\
单位  信息      结论
      11月
--------------------
甲     4/4      齐
乙    12/4 迟1  齐
丙      免      齐";
        assert_eq!(table.to_string(), expected);
    }

    #[test]
    fn a_cell_cannot_steer_the_terminal_or_break_its_row() {
        let mut table = Table::new([("标题", Align::Left)]);
        table.row(["改\u{1b}[31m革\n快报\t"]);
        assert!(!table.to_string().contains('\u{1b}'));
        assert_eq!(table.to_string().lines().count(), 3);
    }

    #[test]
    fn rows_are_as_long_as_the_head() {
        let mut table = Table::new([("一", Align::Left), ("二", Align::Right)]);
        table.row(["a"]);
        table.row(["a", "b", "c"]);
        assert_eq!(table.to_string(), "一  二\n------\na\na    b");
        assert_eq!(Table::new([("一", Align::Left)]).to_string(), "一\n--");
    }
}
