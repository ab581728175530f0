//! From one vocabulary of a site to the next: which classes are still the same, and which words mean something else.
//!
//! Most edits bring a word or take one away, and nearly all other words mean what they meant. So the postings of
//! their classes are kept under new numbers, and only documents with words that mean something else are read again.

use std::collections::BTreeSet;

use super::stopwords;
use super::vocabulary::{NO_CLASS, SiteForm, Vocabulary};

/// What became of the classes of a vocabulary.
#[derive(Debug)]
pub struct Moves {
    /// For each new class the old one that it was, or [`NO_CLASS`].
    pub origins: Vec<u32>,
    /// Old classes with a word that means something else now, or divides elsewhere.
    pub broken: BTreeSet<u32>,
}

impl Moves {
    /// From `old` to `new`. `None` where documents would have to be read again of which the postings know nothing:
    /// with function words that divide elsewhere, or with synonyms that changed.
    #[must_use]
    pub fn between(old: &Vocabulary, new: &Vocabulary) -> Option<Self> {
        let mut origins = vec![NO_CLASS; new.classes.len()];
        let mut targets = vec![NO_CLASS; old.classes.len()];
        let mut broken = BTreeSet::new();
        let pairs: Vec<(&SiteForm, Option<&SiteForm>)> =
            old.forms.iter().map(|form| (form, new.form(&form.text))).collect();
        for (form, now) in pairs.iter().filter_map(|(form, now)| Some((form, (*now)?))) {
            let (target, origin) = (&mut targets[form.class as usize], &mut origins[now.class as usize]);
            if *target == NO_CLASS && *origin == NO_CLASS {
                (*target, *origin) = (now.class, form.class);
            } else if (*target, *origin) != (now.class, form.class) {
                // Two classes became one, or one became two.
                broken.extend([form.class, *origin].into_iter().filter(|class| *class != NO_CLASS));
            }
        }
        // Of classes that met or parted, the postings are made anew.
        for origin in origins.iter_mut().filter(|origin| broken.contains(origin)) {
            *origin = NO_CLASS;
        }
        for class in &broken {
            targets[*class as usize] = NO_CLASS;
        }
        let target = |class: u32| Some(targets[class as usize]).filter(|class| *class != NO_CLASS);
        for (number, class) in (0..).zip(&old.classes) {
            let parts = class.parts.iter().map(|(part, percent)| Some((target(*part)?, *percent)));
            let are_same = target(number)
                .is_some_and(|now| parts.eq(new.classes[now as usize].parts.iter().map(|part| Some(*part))));
            if !are_same {
                broken.insert(number);
            }
        }
        let is_function_word = |form: &SiteForm| stopwords::lists_with(&form.text).contains(&true);
        let mut is_impossible = false;
        for (form, now) in &pairs {
            if form.cuts != now.map_or(&[][..], |now| &now.cuts) {
                broken.insert(form.class);
                is_impossible |= is_function_word(form);
            }
        }
        is_impossible |= new
            .forms
            .iter()
            .any(|form| !form.cuts.is_empty() && is_function_word(form) && old.form(&form.text).is_none());
        let synonyms = old.synonyms.iter().map(|group| {
            let expression = |classes: &Vec<u32>| classes.iter().map(|class| target(*class)).collect();
            group.iter().map(expression).collect::<Option<Vec<Vec<u32>>>>()
        });
        let are_same = synonyms.eq(new.synonyms.iter().map(|group| Some(group.clone())));
        (are_same && !is_impossible).then_some(Self { origins, broken })
    }
}
