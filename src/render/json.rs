//! JSON that may stand in a page or in a file of its own.
//!
//! In: values made of anybody's texts. Out: their JSON text without characters that no page may hold, and without
//! those that mark-up uses for itself: so it can stand in a `script` element of HTML and of XML alike and cannot end
//! it. Refuses to know: what the values say.

use serde_json::Value;

use super::escape::keep_printable;

/// The value as JSON.
pub fn text(mut value: Value) -> String {
    clean(&mut value);
    let mut text = value.to_string();
    // Outside of strings JSON has none of these, so the escapes always stand where they may.
    for (sign, escape) in [('<', "\\u003c"), ('>', "\\u003e"), ('&', "\\u0026")] {
        if text.contains(sign) {
            text = text.replace(sign, escape);
        }
    }
    text
}

fn clean(value: &mut Value) {
    match value {
        Value::String(text) => keep_printable(text),
        Value::Array(values) => values.iter_mut().for_each(clean),
        Value::Object(fields) => fields.values_mut().for_each(clean),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
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
