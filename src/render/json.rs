//! JSON that may stand in a page or in a file of its own.
//!
//! In: values made of anybody's texts. Out: their JSON text without characters that no page may hold, and without
//! those that mark-up uses for itself: so it can stand in a `script` element of HTML and of XML alike and cannot end
//! it. Refuses to know: what the values say.

use serde_json::Value;

use super::escape::is_printable;

/// The value as JSON.
pub fn text(value: Value) -> String {
    let text = cleaned(value).to_string();
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // Outside of strings JSON has none of these, so the escapes always stand where they may.
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            c => out.push(c),
        }
    }
    out
}

fn cleaned(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.chars().filter(|c| is_printable(*c)).collect()),
        Value::Array(values) => Value::Array(values.into_iter().map(cleaned).collect()),
        Value::Object(fields) => Value::Object(fields.into_iter().map(|(key, value)| (key, cleaned(value))).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn no_text_can_end_the_element_it_stands_in() {
        let hostile = "</script><!--&amp;]]>\u{0}\u{b}\u{fffe}\"\\改革";
        let written = text(json!({ "名": [hostile] }));
        assert!(!written.contains(['<', '>', '&', '\u{fffe}']) && !written.contains("\\u0000"), "{written}");
        let read: Value = serde_json::from_str(&written).expect("it is JSON still");
        assert_eq!(read["名"][0], "</script><!--&amp;]]>\"\\改革");
    }
}
