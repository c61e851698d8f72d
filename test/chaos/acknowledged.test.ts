import { storeKinds, type Store } from '../ledger/stores.ts';
import { killAfterAcknowledging } from './acknowledged.ts';

describe.each(storeKinds)('on $name', ({ start }) => {
  let store: Store;
  beforeAll(async () => {
    store = await start();
  }, 60_000);
  afterAll(() => store.stop());

  it('a webhook that was answered 204 is in the ledger, though the gateway is killed in that very moment', async () => {
    const { acknowledged, lost, notOnce, heard } = await killAfterAcknowledging({ place: await store.makePlace(), rounds: 3, atOnce: 12 });
    expect({ lost, notOnce, heard }).toEqual({ lost: [], notOnce: [], heard: { events: 36, lost: 0, doubled: 0, outOfOrder: 0, wrong: 0 } });
    expect(acknowledged).toBeGreaterThanOrEqual(3);
  }, 120_000);
});
