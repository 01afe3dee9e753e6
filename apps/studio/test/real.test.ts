// The same journey against the real thing: command line, server, database, workers, in their own processes.
import { describeJourney } from './fixtures/journey.ts';
import { startRealServer } from './fixtures/real-server.ts';

describeJourney(
  'the real server',
  async () => {
    const server = await startRealServer();
    return {
      url: server.url,
      example: {
        name: 'supply-chain-cost',
        title: 'Supply chain cost',
        parameter: 'Probability of a disruption',
        subject: 'Landed cost',
      },
      longUntil: '100_000_000',
      mistake: {
        find: '$params.disruption',
        put: '$params.disrupton',
        underlined: 'disrupton',
        complaint: /disruption/,
      },
      close: () => server.close(),
    };
  },
  // The same pages as the pretend server's, which are examined in both.
  ['light'],
);
