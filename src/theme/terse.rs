//! A script → the same script without what only people read: comments on lines of their own, indentation,
//! the ends of lines where no statement can end.
//!
//! This is no minifier and understands no JavaScript. It does nothing to a script in which a text might reach
//! over several lines, or where a comment might begin or end beside code.

/// The script without comments and indentation; as it is where that might change what it does.
#[must_use]
pub(crate) fn terse(script: &str) -> String {
    lines(script).map_or_else(|| script.to_owned(), |lines| joined(&lines))
}

/// Lines that end where no statement can, or with a semicolon, together with the next. A line that may end
/// in a comment stays alone.
fn joined(lines: &str) -> String {
    let mut joined = String::with_capacity(lines.len());
    for line in lines.lines() {
        joined.push_str(line);
        if line.contains("//") || !line.ends_with([';', '{', ',', '(']) {
            joined.push('\n');
        }
    }
    joined
}

fn lines(script: &str) -> Option<String> {
    let mut terse = String::with_capacity(script.len());
    let mut is_comment = false;
    for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let opens = !is_comment && line.starts_with("/*");
        if is_comment || opens {
            is_comment = match line.find("*/") {
                Some(end) if end + 2 < line.len() => return None,
                Some(_) => false,
                None => true,
            };
        } else if !line.starts_with("//") {
            let may_go_on = line.matches('`').count() % 2 == 1 || line.ends_with('\\');
            if may_go_on || line.contains("/*") {
                return None;
            }
            terse.push_str(line);
            terse.push('\n');
        }
    }
    Some(terse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_stay_behind() {
        let script = "/* What it does:\n *  much. */\n(() => {\n\n  // why\n  a(`b//c`); // d\n  /** e */\n  f();\n})();";
        assert_eq!(terse(script), "(() => {a(`b//c`); // d\nf();})();");
    }

    #[test]
    fn statements_stay_apart() {
        let script = "a = {\nb: 1,\n}\nf(\nx\n)\ng(); // h;\ni()\n";
        assert_eq!(terse(script), "a = {b: 1,}\nf(x\n)\ng(); // h;\ni()\n");
    }

    #[test]
    fn what_might_mean_something_else_stays() {
        for script in [
            "a = `\n  // b\n`;\n",
            "a = 'b \\\n  // c';\n",
            "a(); /* b\n// c */ d();\n",
            "/* a */ b();\n",
            "/* a\n*/ b();\n",
            "a = /[/*]/;\n  b();\n",
        ] {
            assert_eq!(terse(script), script);
        }
    }
}
