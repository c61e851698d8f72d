import { contractsOf, localViewer, mayRead, mayWrite, type Viewer } from '../../src/domain/viewer.ts';

const bearing = (...roles: string[]): Viewer => ({ subject: 'ada', roles: new Set(roles), everyRole: false, token: 'token', expiresAt: null });

describe('a caller with roles', () => {
  it.each([
    ['2d17_R', true, false],
    ['2d17_W', false, true],
  ])('bearing %s may read: %s, may write: %s', (role, read, write) => {
    const viewer = bearing(role);
    expect([mayRead(viewer, '2d17'), mayWrite(viewer, '2d17')]).toEqual([read, write]);
    expect([mayRead(viewer, '2d18'), mayWrite(viewer, '2d18')]).toEqual([false, false]);
  });

  it('is known by a contract in either letter case, of role and of contract', () => {
    for (const role of ['a41f_R', 'A41F_R']) {
      for (const contractId of ['a41f', 'A41F']) expect(mayRead(bearing(role), contractId)).toBe(true);
    }
  });

  it('may do nothing with a thing whose contract nobody knows', () => {
    expect([mayRead(bearing('2d17_R'), null), mayWrite(bearing('2d17_W'), null)]).toEqual([false, false]);
  });

  it('may do nothing by a role that only looks like one', () => {
    const viewer = bearing('2d17_r', '2d17', '_R', '2d17_R ', 'x2d17_R', '2d17_RW', 'admin', 'DPS_SUBMISSION_HANDLER', '');
    expect([mayRead(viewer, '2d17'), mayRead(viewer, ''), mayWrite(viewer, '2d17')]).toEqual([false, false, false]);
  });
});

describe('the contracts of a caller', () => {
  it('are told once each, with both rights, in a stable order', () => {
    expect(contractsOf(bearing('a41f_W', '2d17_R', 'editor', '2d17_W', '0c9e_R'))).toEqual([
      { contractId: '0c9e', read: true, write: false },
      { contractId: '2d17', read: true, write: true },
      { contractId: 'a41f', read: false, write: true },
    ]);
  });

  it('are one where roles differ in letter case only', () => {
    expect(contractsOf(bearing('A41F_R', 'a41f_W'))).toEqual([{ contractId: 'A41F', read: true, write: true }]);
  });

  it('list nothing that the caller may not use: what is told holds', () => {
    const viewer = bearing('2d17_R', 'A41f_W', '2d17_r', 'beef_w', 'zzzz_R', '12345_R');
    for (const { contractId, read, write } of contractsOf(viewer)) {
      expect({ contractId, read: mayRead(viewer, contractId), write: mayWrite(viewer, contractId) }).toEqual({ contractId, read, write });
    }
  });
});

describe('the one caller of an open gateway', () => {
  it('may do everything, also where nobody knows the contract, and lists no contracts', () => {
    expect([mayRead(localViewer, '2d17'), mayWrite(localViewer, 'beef'), mayRead(localViewer, null)]).toEqual([true, true, true]);
    expect(contractsOf(localViewer)).toEqual([]);
  });

  it('has no token to pass on', () => {
    expect(localViewer).toMatchObject({ subject: 'local', token: null, expiresAt: null });
  });
});
