// Issues of an expanded model, told where the author wrote what they are about: once for a part, however often it is used.

import { IssueList, type IssueDetail, type Path } from '../issues.ts';

/** Where something expanded is written, and the use it came with. */
export interface Place {
  readonly path: Path;
  /** Path of the instance; empty in the model itself. */
  readonly use: string;
  /** Whether nothing is written below the path: all that is said is about the whole. */
  readonly whole?: true;
}

/** By list of the expanded model, then index. */
export interface Places {
  readonly nodes: readonly Place[];
  readonly edges: readonly Place[];
  readonly dependence: readonly Place[];
  readonly uses: readonly Place[];
}

export class ExpandedIssues extends IssueList {
  readonly #issues: IssueList;
  readonly #places: Places;
  /** Use in which a complaint was first heard. */
  readonly #heard = new Map<string, string>();

  constructor(issues: IssueList, places: Places) {
    super();
    this.#issues = issues;
    this.#places = places;
  }

  override get count(): number {
    return this.#issues.count;
  }

  override add(path: Path, code: string, message: string, detail: IssueDetail = {}): void {
    const [, list, index, ...rest] = path;
    const place = typeof index === 'number' ? this.#places[list as keyof Places]?.[index] : undefined;
    if (place === undefined) {
      this.#issues.add(path, code, message, detail);
      return;
    }
    const written = place.whole ? place.path : [...place.path, ...rest];
    if (place.use === '') {
      this.#issues.add(written, code, message, detail);
      return;
    }
    const key = [...written, code, detail.line, detail.column].join(' ');
    const first = this.#heard.get(key) ?? place.use;
    this.#heard.set(key, first);
    if (first !== place.use) return;
    // Inside a part its nodes go by their own names.
    const local = (text: string): string => text.replaceAll(`${place.use}/`, '');
    const { remedy } = detail;
    this.#issues.add(written, code, `${local(message)} (used as "${place.use}")`, {
      ...detail,
      remedy: remedy === undefined ? undefined : local(remedy),
    });
  }

  override all(): ReturnType<IssueList['all']> {
    return this.#issues.all();
  }
}
