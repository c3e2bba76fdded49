/* Where node-oidc-provider stores what it issues: all of it, while its own adapter in memory forgets
 * all but a thousand. Nothing reaches its end in a run; the provider looks at that itself.
 */
const stored = new Map();
const sessions = new Map(); // uid: id
const issued = new Map(); // grant: Set of keys

export class Memory {
  constructor(model) {
    this.model = model;
  }

  key(id) {
    return `${this.model}:${id}`;
  }

  async upsert(id, payload) {
    stored.set(this.key(id), payload);
    if (payload.uid) sessions.set(payload.uid, id);
    if (!payload.grantId) return;
    if (!issued.has(payload.grantId)) issued.set(payload.grantId, new Set());
    issued.get(payload.grantId).add(this.key(id));
  }

  async find(id) {
    return stored.get(this.key(id));
  }

  async findByUid(uid) {
    return this.find(sessions.get(uid));
  }

  async consume(id) {
    stored.get(this.key(id)).consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    stored.delete(this.key(id));
  }

  async revokeByGrantId(grantId) {
    for (const key of issued.get(grantId) ?? []) stored.delete(key);
    issued.delete(grantId);
  }
}
