/** The reward: the network trained with the learner's own gradients. The loss falls, and it invents names. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Host, Trained, TrainingView } from '../contract.ts'
import { useWidth } from '../look.ts'
import { numberText } from '../words.ts'

/** At most: a page trains slower than a terminal. */
const STEPS = 20_000

export function Training({ host, id, onBack }: { host: Host; id: string; onBack: () => void }) {
  const [training, tell] = useState<TrainingView | null>(null)
  const [trained, end] = useState<Trained | null>(null)
  const [run, begin] = useState(0)
  const stop = useRef<AbortController | null>(null)
  useEffect(() => {
    const own = new AbortController()
    stop.current = own
    tell(null)
    end(null)
    host
      .train(id, STEPS, view => own.signal.aborted || tell(view), own.signal)
      .then(
        result => end(result),
        (error: unknown) =>
          own.signal.aborted ||
          end({ kind: 'refused', message: error instanceof Error ? error.message : String(error) }),
      )
    return () => own.abort()
  }, [run])
  return (
    <div class="page">
      <div class="in">
        <h2 class="title">Your gradients train a network</h2>
        <p class="soft lead">
          Each step uses your own backward functions on a few examples. In the end the network invents names.
        </p>
        {trained?.kind === 'refused' && <p class="note bad">{trained.message}</p>}
        {training !== null && <LossCurve training={training} />}
        {trained?.kind === 'done' && <Outcome trained={trained} />}
        <p class="row">
          {trained === null ? (
            <button type="button" class="button" onClick={() => stop.current?.abort()}>
              Stop
            </button>
          ) : (
            <button type="button" class="button" onClick={() => begin(run + 1)}>
              Train again
            </button>
          )}
          <button type="button" class="button" onClick={onBack}>
            Back to the exercise
          </button>
        </p>
      </div>
    </div>
  )
}

const [HEIGHT, LEFT, FOOT] = [240, 44, 24]

function LossCurve({ training: { step, steps, loss, curve } }: { training: TrainingView }) {
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box) || 600
  const losses = curve.map(([, value]) => value).filter(Number.isFinite)
  const [least, most] = [Math.min(...losses, loss), Math.max(...losses, loss)]
  const x = (at: number): number => LEFT + (at / steps) * (width - LEFT - 8)
  const y = (value: number): number => 8 + (1 - (value - least) / (most - least || 1)) * (HEIGHT - FOOT - 16)
  const points = curve
    .filter(([, value]) => Number.isFinite(value))
    .map(([at, value]) => `${x(at)},${y(value)}`)
  return (
    <div ref={box} class="curve">
      <p>
        step {step} of {steps}, loss <b>{numberText(loss)}</b>
      </p>
      <svg
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={`The loss over ${step} steps: from ${numberText(losses[0] ?? loss)} to ${numberText(loss)}`}
      >
        <path class="axis" d={`M${LEFT},8 V${HEIGHT - FOOT} H${width - 8}`} />
        {[least, most].map(value => (
          <text key={value} x={LEFT - 6} y={y(value) + 4} text-anchor="end">
            {value.toFixed(2)}
          </text>
        ))}
        <text x={LEFT} y={HEIGHT - 6}>
          0
        </text>
        <text x={width - 8} y={HEIGHT - 6} text-anchor="end">
          {steps} steps
        </text>
        <polyline class="line" points={points.join(' ')} />
      </svg>
    </div>
  )
}

const Outcome = ({ trained: { losses, names } }: { trained: Extract<Trained, { kind: 'done' }> }) => (
  <>
    <dl class="losses">
      {Object.entries(losses).map(([name, loss]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{numberText(loss)}</dd>
        </div>
      ))}
    </dl>
    <h3>Names that it invents</h3>
    <ul class="names">
      {names.map((name, i) => (
        <li key={i}>{name}</li>
      ))}
    </ul>
  </>
)
