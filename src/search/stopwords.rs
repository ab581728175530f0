//! Words that carry no meaning in a query: articles, pronouns, prepositions, auxiliaries, question
//! words, and the verbs that only hold a question together ("Wo finde ich …").
//!
//! They are not indexed in running text, they are wildcards within a phrase, and they are searched only
//! when a query has no other word ("Über uns"). Written for this project. A language without a list has none.

use std::collections::HashSet;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use super::fold::write_digraphs;

const GERMAN: &str = "aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf \
aus bei beim bereits bin bis bist bitte bzw da dabei dadurch dafür dagegen daher dahin damit danach daneben dann daran darauf daraus \
darf darfst darin darüber darum darunter das dass dasselbe davon davor dazu dein deine deinem deinen deiner deines dem den denen denn \
denselben der deren derer derselbe des desselben dessen deshalb dich die dies diese dieselbe dieselben diesem diesen dieser dieses dir \
doch dort du durch dürfen eben eher ein eine einem einen einer eines einige einigem einigen einiger einiges er es etwa etwas euch euer eure \
eurem euren eurer für gegen gibt geben gewesen habe haben hat hatte hätte hatten hätten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem \
ihren ihrer ihres im immer in indem ins ist ja jede jedem jeden jeder jedes jedoch jene jenem jenen jener jenes jetzt kann kannst kein \
keine keinem keinen keiner können könnt könnte könnten machen macht man manche manchem manchen mancher manches mein meine meinem meinen \
meiner meines mich mir mit möchte möchten muss müssen musst müsste nach nicht nichts noch nun nur ob oder ohne sehr sein seine seinem \
seinen seiner seines seit selber sich sie sind so sogar solche solchem solchen solcher solches soll sollen sollte sollten sondern sonst \
sowie statt über um und uns unser unsere unserem unseren unserer unter viel viele vielen vom von vor wäre wären war waren warum was weg \
weil weiter welche welchem welchen welcher welches wem wen wenn wer werde werden wessen wie wieder wieso will wir wird wirst wo woher \
wohin wollen wollte wollten worden wozu wann weshalb wodurch wofür womit woran worauf worum passiert bedeutet per gegenüber bekomme bekommen bekommt braucht brauche brauchen finde finden findet gehe gehen geht heißt kommt kommen komme \
lassen lässt macht mache tun tut tue wurde würde wurden würden zu zum zur zwar zwischen";

const ENGLISH: &str = "a about above after again all am an and any are as at be because been before being below between both but by \
can could did do does doing down during each few for from further get had has have having he her here hers him his how i if in into is \
it its itself just me more most my no nor not now of off on once only or other our ours out over own same she should so some such than \
that the their theirs them then there these they this those through to too under until up very was we were what when where which while \
who whom why will with would you your yours";

/// Prepositions behind which the matter stands, for each list: `Angebote für Väter`, `Hilfe bei Schulden`. Those of places
/// and times are not among them.
const OF_MATTERS: [&str; 2] = [
    "bei beim für fuer gegen mit ohne rund um über ueber vom von wegen zu zum zur",
    "about against for of on to with without",
];

/// Whether `form` (lower case) is a stopword of the language with this tag.
#[must_use]
pub fn is_stopword(lang: &str, form: &str) -> bool {
    language(lang).is_some_and(|language| lists_with(form)[language])
}

/// The place among [`lists_with`] of the language with this tag, if it has a list.
#[must_use]
pub fn language(tag: &str) -> Option<usize> {
    match tag.split('-').next() {
        Some("de") => Some(0),
        Some("en") => Some(1),
        _ => None,
    }
}

/// The lists, in German with `ue` beside `ü`, as people write who have no such key.
static LISTS: LazyLock<[String; 2]> = LazyLock::new(|| {
    let has_umlaut = |word: &&str| word.contains(['ä', 'ö', 'ü']);
    let written: Vec<String> = GERMAN.split_whitespace().filter(has_umlaut).map(write_digraphs).collect();
    [format!("{GERMAN} {}", written.join(" ")), ENGLISH.to_owned()]
});

/// Which of the lists have `form` (lower case).
#[must_use]
pub fn lists_with(form: &str) -> [bool; 2] {
    static SETS: LazyLock<[HashSet<&str, FixedState>; 2]> =
        LazyLock::new(|| LISTS.each_ref().map(|list| list.split_whitespace().collect()));
    std::array::from_fn(|list| SETS[list].contains(form))
}

/// The words that carry no meaning in the queries to a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stopwords {
    /// Those of its main language.
    pub own: Vec<String>,
    /// Those of its other languages, without those that are words of the main one.
    pub foreign: Vec<String>,
    /// Those that are: `BuT` and `IT` on a German site are no English words, unless the query speaks English.
    pub names: Vec<String>,
    /// Those behind which the matter stands.
    pub of_matters: Vec<String>,
}

impl Stopwords {
    /// Those of a site with these languages; `is_name`: whether its main language has a form as a name.
    #[must_use]
    pub fn of(main: &str, langs: &[&str], is_name: impl Fn(&str) -> bool) -> Self {
        let own = language(main);
        let of_matters =
            own.map_or("", |own| OF_MATTERS[own]).split_whitespace().map(str::to_owned).collect();
        let mut others: Vec<usize> = langs.iter().filter_map(|lang| language(lang)).collect();
        others.retain(|other| Some(*other) != own);
        others.sort_unstable();
        others.dedup();
        let words = |list: usize| LISTS[list].split_whitespace().map(str::to_owned);
        let is_own = |word: &str| own.is_some_and(|own| lists_with(word)[own]);
        let foreign = others.into_iter().flat_map(words).filter(|word| !is_own(word));
        let (names, foreign) = foreign.partition(|word| is_name(word));
        Self { own: own.into_iter().flat_map(words).collect(), foreign, names, of_matters }
    }

    /// Whether a form says nothing by itself.
    #[must_use]
    pub fn has(&self, form: &str) -> bool {
        [&self.own, &self.foreign].into_iter().flatten().any(|stopword| stopword == form)
    }

    /// Whether a form says nothing in a query with these forms.
    pub fn within<'f>(&self, forms: impl IntoIterator<Item = &'f str>) -> impl Fn(&str) -> bool {
        let is_in = |list: &[String], form: &str| list.iter().any(|stopword| stopword == form);
        let is_foreign = forms.into_iter().any(|form| is_in(&self.foreign, form));
        move |form| self.has(form) || (is_foreign && is_in(&self.names, form))
    }
}

#[cfg(test)]
mod tests {
    use super::{Stopwords, is_stopword};

    #[test]
    fn a_list_belongs_to_its_language() {
        assert!(is_stopword("de", "wie") && is_stopword("de-simple", "für") && is_stopword("en", "the"));
        assert!(!is_stopword("fr", "the") && !is_stopword("de", "eltern"));
        assert!(is_stopword("de", "fuer") && !is_stopword("en", "fuer"));
        let of = |main| Stopwords::of(main, &["de", "en"], |_| false);
        assert!(of("de").own.contains(&"ueber".into()) && !of("en").own.contains(&"ueber".into()));
    }

    #[test]
    fn a_name_is_no_function_word_of_another_language_unless_that_is_spoken() {
        let stopwords = Stopwords::of("de", &["de", "en"], |word| word == "it");
        let means_something = |query: &str| !stopwords.within(query.split(' '))("it");
        assert!(means_something("it") && means_something("it für eltern"));
        assert!(!means_something("how does it work"));
        assert!(stopwords.within(["but"])("but"), "nobody is called so here");
        assert!(!Stopwords::of("de", &["de"], |_| false).has("the"), "nobody writes English here");
    }
}
