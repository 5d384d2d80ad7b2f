//! Characters above and below the line: m² and CO₂, which the text keeps as characters of their own.
//!
//! In: what a run says of its height (ISO/IEC 29500-1, 17.3.2.42), its text. Out: the text at that height, where
//! Unicode has it. Refuses to know: documents.

/// The height of characters.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rise {
    /// On the line.
    #[default]
    Level,
    /// Superscript.
    Up,
    /// Subscript.
    Down,
}

impl Rise {
    /// What `w:vertAlign` says.
    pub fn of(value: &str) -> Self {
        match value {
            "superscript" => Rise::Up,
            "subscript" => Rise::Down,
            _ => Rise::Level,
        }
    }

    /// The text at this height; `None` when anything else than digits and their signs is in it.
    pub fn risen(self, text: &str) -> Option<String> {
        let table = match self {
            Rise::Level => return Some(text.to_owned()),
            Rise::Up => "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻",
            Rise::Down => "₀₁₂₃₄₅₆₇₈₉₊₋",
        };
        let place = |c: char| match c {
            '+' | '＋' => Some(10),
            '-' | '−' | '－' => Some(11),
            _ => c.to_digit(10).map(|digit| digit as usize),
        };
        let one = |c: char| if c.is_whitespace() { Some(c) } else { table.chars().nth(place(c)?) };
        text.chars().map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Rise;

    #[test]
    fn digits_rise_and_nothing_else_does() {
        assert_eq!(Rise::Up.risen("2").as_deref(), Some("²"));
        assert_eq!(Rise::Up.risen("-13").as_deref(), Some("⁻¹³"));
        assert_eq!(Rise::Down.risen("2+").as_deref(), Some("₂₊"));
        assert_eq!(Rise::Up.risen("[1]"), None);
        assert_eq!(Rise::of("baseline").risen("甲2").as_deref(), Some("甲2"));
    }
}
