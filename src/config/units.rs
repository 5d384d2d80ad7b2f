//! units.toml → the roster of reporting units.
//!
//! In: the file's text. Out: a `Roster`. Refuses to know: the other settings.

use std::path::Path;

use super::strict::{Fault, File, Table};
use crate::error::Result;
use crate::model::{FormerName, Roster, RosterFault, Unit, UnitClass, UnitId};

/// Reads units.toml.
pub fn read(path: &Path, text: &str) -> Result<Roster> {
    let file = File::parse(path, text)?;
    let mut root = file.root();
    let tables = root.tables("unit")?.unwrap_or_default();
    root.finish()?;
    let mut units = Vec::with_capacity(tables.len());
    let mut places = Vec::with_capacity(tables.len());
    for table in tables {
        places.push((table.place("name"), table.place("merged_into")));
        units.push(unit(table)?);
    }
    Roster::new(units.clone()).map_err(|fault| match fault {
        RosterFault::SameName { name, first, second } => {
            let (here, other) = (&places[second].0, &units[first].name);
            here.say(&format!("名称“{name}”已经属于“{other}”")).help("一个名称只能指一个单位，请去掉其中一处。")
        }
        RosterFault::NoSuccessor { unit, successor } => {
            places[unit].1.say(&format!("merged_into 写的“{successor}”不是另一个单位的 id")).help("请写接收单位的 id。")
        }
    })
}

fn unit(mut table: Table<'_>) -> Result<Unit> {
    let class = table.required_text("class")?;
    let unit = Unit {
        id: id(&table.place("id"), &table.required_text("id")?)?,
        name: table.required_text("name")?,
        full_name: table.text("full_name")?,
        class: UnitClass::from_label(&class).ok_or_else(|| {
            let labels = UnitClass::ALL.map(UnitClass::label);
            table.fault_at("class", &format!("不认识的类别“{class}”")).help(super::strict::nearest(&class, &labels))
        })?,
        aliases: table.texts("aliases")?.unwrap_or_default(),
        formerly: former_names(&mut table)?,
        from: table.day("from")?,
        until: table.day("until")?,
        merged_into: match table.text("merged_into")? {
            Some(text) => Some(id(&table.place("merged_into"), &text)?),
            None => None,
        },
    };
    if unit.merged_into.is_some() && unit.until.is_none() {
        return Err(table.fault_at("merged_into", "写了 merged_into，却没有写 until").help("请写明撤并前的最后一天。"));
    }
    if let (Some(from), Some(until)) = (unit.from, unit.until)
        && until < from
    {
        return Err(table.fault_at("until", "until 早于 from"));
    }
    table.finish()?;
    Ok(unit)
}

fn former_names(table: &mut Table<'_>) -> Result<Vec<FormerName>> {
    let mut names = Vec::new();
    for mut row in table.tables("formerly")?.unwrap_or_default() {
        let name = row.required_text("name")?;
        let until = row.day("until")?.ok_or_else(|| row.fault("缺少“until”（用这个名称的最后一天）"))?;
        row.finish()?;
        names.push(FormerName { name, until });
    }
    Ok(names)
}

fn id(place: &Fault<'_>, text: &str) -> Result<UnitId> {
    UnitId::new(text).ok_or_else(|| {
        place.say(&format!("单位的 id “{text}”不能用")).help("只能用小写字母、数字和连字符，例如 minzheng。")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> String {
        read(Path::new("units.toml"), text).expect_err("it is wrong").to_string()
    }

    const UNIT: &str = "[[unit]]\nid = \"a\"\nname = \"甲局\"\nclass = \"市级部门\"\n";

    #[test]
    fn a_unit_with_everything_is_read() {
        let text = format!(
            "{UNIT}full_name = \"某市甲局\"\naliases = [\"甲\"]\nfrom = 2014-01-01\nuntil = 2016-10-31\n\
             merged_into = \"b\"\nformerly = [{{ name = \"老甲局\", until = 2015-06-30 }}]\n\
             [[unit]]\nid = \"b\"\nname = \"乙县\"\nclass = \"县区\"\n"
        );
        let roster = read(Path::new("units.toml"), &text).expect("it is right");
        assert_eq!(roster.units().len(), 2);
        assert_eq!(roster.resolve("老甲局").map(|unit| unit.name.as_str()), Some("甲局"));
    }

    #[test]
    fn wrong_units_are_refused_with_their_place() {
        assert!(fault(&format!("{UNIT}alias = [\"x\"]\n")).contains("units.toml:5:1"));
        assert!(fault(&format!("{UNIT}alias = [\"x\"]\n")).contains("是不是“aliases”"));
        assert!(fault(&UNIT.replace("市级部门", "市级部")).contains("是不是“市级部门”"));
        assert!(fault(&UNIT.replace("\"a\"", "\"甲\"")).contains("units.toml:2:1"));
        assert!(fault(&format!("{UNIT}{UNIT}")).contains("已经属于"));
        assert!(fault("[[unit]\n").contains("units.toml:1:"));
        assert!(fault(&UNIT.replace("name", "# name")).contains("缺少“name”"));
    }
}
