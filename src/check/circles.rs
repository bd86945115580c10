//! Which things lead back to themselves.

/// For each thing, the number of the circle that it is in: two are in one circle if each leads to the other.
///
/// `next` gives, for each thing, what it leads to at once. Takes time that grows with the number of steps, however
/// long the ways are. (The strongly connected components, by Tarjan's algorithm.)
pub(super) fn circles(next: &[Vec<usize>]) -> Vec<usize> {
    const UNSEEN: usize = usize::MAX;
    let mut circle = vec![UNSEEN; next.len()];
    let mut order = vec![UNSEEN; next.len()];
    let mut lowest = vec![UNSEEN; next.len()];
    let mut waiting = Vec::new();
    let (mut seen, mut count) = (0, 0);
    for start in 0..next.len() {
        // Things on the way, each with the number of its steps that were taken.
        let mut way = if order[start] == UNSEEN { vec![(start, 0)] } else { Vec::new() };
        while let Some((at, step)) = way.last_mut() {
            let at = *at;
            if *step == 0 {
                (order[at], lowest[at]) = (seen, seen);
                seen += 1;
                waiting.push(at);
            }
            if let Some(&to) = next[at].get(*step) {
                *step += 1;
                if order[to] == UNSEEN {
                    way.push((to, 0));
                } else if circle[to] == UNSEEN {
                    lowest[at] = lowest[at].min(order[to]);
                }
                continue;
            }
            way.pop();
            if let Some((before, _)) = way.last() {
                lowest[*before] = lowest[*before].min(lowest[at]);
            }
            if lowest[at] == order[at] {
                while let Some(done) = waiting.pop() {
                    circle[done] = count;
                    if done == at {
                        break;
                    }
                }
                count += 1;
            }
        }
    }
    circle
}

#[cfg(test)]
mod tests {
    use super::circles;

    #[test]
    fn what_leads_to_each_other_is_in_one_circle() {
        let circle = circles(&[vec![1], vec![2, 3], vec![0], vec![4], vec![], vec![5, 0]]);
        assert_eq!((circle[0], circle[1]), (circle[1], circle[2]));
        let mut numbers = vec![circle[0], circle[3], circle[4], circle[5]];
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 4);
        assert_eq!(circles(&[]), [] as [usize; 0]);
    }

    #[test]
    fn a_long_way_is_gone_once() {
        let length = 200_000;
        let chain: Vec<Vec<usize>> = (0..length).map(|at| vec![(at + 1) % length]).collect();
        // That it ends is the test.
        assert!(circles(&chain).iter().all(|circle| *circle == 0));
    }
}
