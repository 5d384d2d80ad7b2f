//! Tables for a terminal that line up with Chinese text.
//!
//! In: heads, cells. Out: one text. comfy-table ends here. Lines are ASCII: in a terminal with a Chinese font the
//! box-drawing characters may be two cells wide and would push the columns apart. Chinese characters and punctuation
//! count as two cells; `—` counts as one.
//! Refuses to know: what the cells mean, how wide the terminal is, colours.

use std::fmt;

use comfy_table::{Cell, CellAlignment, ContentArrangement, presets};
use unicode_width::UnicodeWidthStr;

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
        let widths: Vec<usize> = (0..self.columns.len()).map(|column| self.figure_width(column)).collect();
        let mut table = comfy_table::Table::new();
        table.load_style(presets::NOTHING.header_separator(comfy_table::LineStyle::none().fill('-').junction('-')));
        table.set_content_arrangement(ContentArrangement::Disabled);
        table.set_header(self.heads.iter().zip(&self.columns).map(|(head, align)| cell(head, *align, 0)));
        for row in &self.rows {
            table.add_row(row.iter().zip(&self.columns).zip(&widths).map(|((text, align), w)| cell(text, *align, *w)));
        }
        let last = self.columns.len().saturating_sub(1);
        for (index, column) in table.column_iter_mut().enumerate() {
            column.set_padding((0, u16::from(index < last))); // With the style's own blank: two cells between columns.
        }
        let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
        f.write_str(&lines.join("\n"))
    }
}

fn cell(text: &str, align: Align, figure_width: usize) -> Cell {
    let (figure, rest) = split_figure(text);
    match align {
        Align::Left => Cell::new(text),
        Align::Right => Cell::new(text).set_alignment(CellAlignment::Right),
        Align::Figures => {
            let blanks = figure_width.saturating_sub(figure.width());
            Cell::new(format!("{}{figure}{rest}", " ".repeat(blanks)))
        }
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
