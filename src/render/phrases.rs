//! Where an office's name may break on a narrow page: between its words.
//!
//! In: a name. Out: its words, which together are the name. Refuses to know: how wide anything is.

/// What words in the names of offices end in.
const ENDS: [&str; 14] = [
    "省委",
    "市委",
    "区委",
    "县委",
    "州委",
    "党委",
    "改革",
    "小组",
    "委员会",
    "政府",
    "常委会",
    "管委会",
    "集团",
    "公司",
];

/// 中共云湖市委 · 全面深化改革 · 领导小组 · 办公室. A lone last character stays with the word before it.
pub fn phrases(name: &str) -> Vec<String> {
    let (mut words, mut word) = (Vec::new(), String::new());
    for (at, character) in name.char_indices() {
        word.push(character);
        let rest = &name[at + character.len_utf8()..];
        let goes_on = rest.chars().nth(1).is_some() && !ENDS.iter().any(|end| rest.starts_with(end));
        if goes_on && word.chars().count() > 2 && ENDS.iter().any(|end| word.ends_with(end)) {
            words.push(std::mem::take(&mut word));
        }
    }
    words.push(word);
    words
}

#[cfg(test)]
mod tests {
    use super::phrases;

    #[test]
    fn a_name_breaks_between_its_words() {
        let said = |name: &str| phrases(name).join("·");
        assert_eq!(said("中共云湖市委全面深化改革领导小组办公室"), "中共云湖市委·全面深化改革·领导小组·办公室");
        assert_eq!(said("中共昆明市委全面深化改革委员会办公室"), "中共昆明市委·全面深化改革委员会·办公室");
        assert_eq!(said("昆明市人民政府办公厅"), "昆明市人民政府·办公厅");
    }

    #[test]
    fn a_short_name_stays_whole_and_no_character_is_lost() {
        for name in ["市委改革办", "", "改革", "市委", "云湖市发展和改革委员会"] {
            assert_eq!(phrases(name).concat(), name);
        }
        assert_eq!(phrases("市委改革办").len(), 1);
        assert_eq!(phrases("云湖市发展和改革委员会").len(), 1, "改革委员会 is one word");
    }
}
