// Changes of the groups of a model, as pure functions. A group without nodes goes, and so does the list without groups.

import { listOf, recordOf, type Fields } from './graph-model.ts';

function groupsOf(model: Fields): readonly Fields[] {
  return listOf(model['groups']).map(recordOf);
}

/** Groups with other members, where that leaves any. */
function withGroups(model: Fields, groups: readonly Fields[]): Fields {
  const { groups: _before, ...rest } = model;
  return groups.length === 0 ? rest : { ...rest, groups };
}

function without(group: Fields, ids: ReadonlySet<unknown>): Fields {
  const nodes = listOf(group['nodes']);
  const left = nodes.filter((id) => !ids.has(id));
  return left.length === nodes.length ? group : { ...group, nodes: left };
}

/** Takes nodes out of their groups. */
export function leaveGroups(model: Fields, ids: ReadonlySet<unknown>): Fields {
  const before = groupsOf(model);
  const after = before
    .map((group) => without(group, ids))
    .filter(({ nodes }, index) => listOf(nodes).length > 0 || before[index]!['nodes'] === nodes);
  if (after.length === before.length && after.every((group, index) => group === before[index])) return model;
  return withGroups(model, after);
}

/** Puts nodes together; they leave the groups they were in. The new group is the last one. */
export function addGroup(model: Fields, group: Fields): Fields {
  const left = leaveGroups(model, new Set(listOf(group['nodes'])));
  return withGroups(left, [...groupsOf(left), group]);
}

/** Puts nodes into a group that is there. */
export function joinGroup(model: Fields, index: number, ids: readonly string[]): Fields {
  const joined = groupsOf(model).map((group, place) => {
    const others = without(group, new Set(ids));
    return place === index ? { ...others, nodes: [...listOf(others['nodes']), ...ids] } : others;
  });
  return withGroups(
    model,
    joined.filter(({ nodes }) => listOf(nodes).length > 0),
  );
}

/** Takes groups away; their nodes stay. */
export function removeGroups(model: Fields, indices: ReadonlySet<number>): Fields {
  return withGroups(
    model,
    groupsOf(model).filter((_, index) => !indices.has(index)),
  );
}

/** `base`, or `base 2`, `base 3` where a group has that name. */
export function freeName(model: Fields, base: string): string {
  const taken = new Set(groupsOf(model).map(({ name }) => name));
  if (!taken.has(base)) return base;
  const root = base.replace(/ \d+$/, '');
  for (let number = 2; ; number += 1) if (!taken.has(`${root} ${number}`)) return `${root} ${number}`;
}
