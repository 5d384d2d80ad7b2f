//! Characters of symbol fonts, which stand at places that Unicode leaves free.
//!
//! In: a font's name and a code. Out: the character that is meant, where it is one that briefs use.
//! Refuses to know: documents.

/// The character; `None` when it is not known.
pub(super) fn character(font: &str, code: u32) -> Option<char> {
    let of_font = code & 0xff;
    let table = match font.to_lowercase().as_str() {
        "symbol" => SYMBOL,
        "wingdings" => WINGDINGS,
        "wingdings 2" => WINGDINGS_2,
        _ => "",
    };
    let mut pairs = table.split_whitespace().filter_map(|pair| pair.split_once('='));
    let known = pairs.find(|(key, _)| u32::from_str_radix(key, 16) == Ok(of_font));
    let known = known.and_then(|(_, character)| character.chars().next());
    let plain = || char::from_u32(code).filter(|c| !matches!(*c, '\0'..='\u{1f}' | '\u{e000}'..='\u{f8ff}'));
    known.or_else(plain)
}

const SYMBOL: &str = "a3=≤ b3=≥ b9=≠ bb=≈ b1=± b4=× b8=÷ b0=° b7=• a5=∞ ae=→ ac=← ad=↑ af=↓ d7=⋅ e5=∑ d6=√ \
    61=α 62=β 67=γ 64=δ 6d=μ 70=π 73=σ 77=ω 44=Δ 57=Ω a2=′ b2=″ bc=… de=⇒";
const WINGDINGS: &str = "fc=✓ fe=☑ fd=☒ fb=✗ a8=□ 6f=□ 71=□ 6e=■ 6c=● a1=○ 9f=• 9e=· 75=◆ 77=◆ d8=➢ e0=→ df=← e1=↑ e2=↓ \
    ab=★ b2=☆ 46=☞ 28=☎ 2a=✉ 81=① 82=② 83=③ 84=④ 85=⑤ 86=⑥ 87=⑦ 88=⑧ 89=⑨ 8a=⑩ 4a=☺ a7=▪ 76=❖ f0=⇨ e8=➔";
const WINGDINGS_2: &str = "52=☑ 53=☒ 50=✓ 4f=✗ a3=□ 97=● 99=○";

#[cfg(test)]
mod tests {
    use super::character;

    #[test]
    fn known_symbols_become_what_they_look_like() {
        assert_eq!(character("Wingdings", 0xf0fe), Some('☑'));
        assert_eq!(character("Wingdings 2", 0x52), Some('☑'));
        assert_eq!(character("Symbol", 0xf0b3), Some('≥'));
        assert_eq!(character("宋体", 0x2103), Some('℃'));
        assert_eq!(character("Wingdings", 0xf001), None);
        assert_eq!(character("", 0), None);
    }
}
