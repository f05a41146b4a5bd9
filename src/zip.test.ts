/** Archives that other programs wrote, as Base64. Of each of them the one text is `export const right = 1`. */
import { expect, test } from 'vitest'
import { entriesOf, type Packed, ZipFault, zipOf } from './zip.ts'

/** Python 3.11's zipfile, told that sizes may need eight bytes. */
const python =
  'UEsDBC0AAAgAAMRjYVxJ6uDt//////////8HABQAem/Dqy50cwEAEAAXAAAAAAAAABcAAAAAAAAAZXhwb3J0IGNvbnN0IHJpZ2h0ID0gMQpQSwECLQMtAAAIAADEY2FcSerg7RcAAAAXAAAABwAAAAAAAAAAAAAAgAEAAAAAem/Dqy50c1BLBQYAAAAAAQABADUAAABQAAAAAAA='
/** Info-ZIP's Zip 3.0: a file and a link, with the times of Unix. */
const infoZip =
  'UEsDBAoAAAAAAMRjYVxJ6uDtFwAAABcAAAAGABwAYWRhLnRzVVQJAANQMaRpZlgMa3V4CwABBAAAAAAEAAAAAGV4cG9ydCBjb25zdCByaWdodCA9IDEKUEsDBAoAAAAAAJuGfV0KuR8pCwAAAAsAAAAGABwAZXZlLnRzVVQJAANmWAxrZlgMa3V4CwABBAAAAAAEAAAAAC9ldGMvcGFzc3dkUEsBAh4DCgAAAAAAxGNhXEnq4O0XAAAAFwAAAAYAGAAAAAAAAQAAAKSBAAAAAGFkYS50c1VUBQADUDGkaXV4CwABBAAAAAAEAAAAAFBLAQIeAwoAAAAAAJuGfV0KuR8pCwAAAAsAAAAGABgAAAAAAAAAAAD/oVcAAABldmUudHNVVAUAA2ZYDGt1eAsAAQQAAAAABAAAAABQSwUGAAAAAAIAAgCYAAAAogAAAAAA'
/** The same with a password. */
const locked =
  'UEsDBAoACQAAAMRjYVxJ6uDtIwAAABcAAAAGABwAYWRhLnRzVVQJAANQMaRpUDGkaXV4CwABBAAAAAAEAAAAAAXFK6/dInY9LqILKGbmhKyetiCC3WgSPIux2tjANF/U39wVUEsHCEnq4O0jAAAAFwAAAFBLAQIeAwoACQAAAMRjYVxJ6uDtIwAAABcAAAAGABgAAAAAAAEAAACkgQAAAABhZGEudHNVVAUAA1AxpGl1eAsAAQQAAAAABAAAAABQSwUGAAAAAAEAAQBMAAAAcwAAAAAA'
/** The jar of Java 17, which writes as it goes along: sizes come after what they are of. */
const java =
  'UEsDBBQACAgIAJuGfV0AAAAAAAAAAAAAAAAFAAQAw6QudHP+ygAAS60oyC8qUUjOzysuUSjKTM8oUbBVMOQCAFBLBwhJ6uDtGQAAABcAAABQSwECFAAUAAgICACbhn1dSerg7RkAAAAXAAAABQAEAAAAAAAAAAAAAAAAAAAAw6QudHP+ygAAUEsFBgAAAAABAAEANwAAAFAAAAAAAA=='

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), char => char.charCodeAt(0))
const told = ({ path, size, isLink, at, unpack }: Packed) => ({
  ...{ path, size, isLink, at },
  text: new TextDecoder().decode(unpack()),
})
const text = 'export const right = 1\n'

test('other programs’ archives are read, their names and times as well', () => {
  // Without a zone it's the time here.
  const local = new Date(2026, 2, 1, 12, 30, 8).getTime()
  const [one] = entriesOf(bytesOf(python)).map(told)
  expect(one).toEqual({ path: 'zoë.ts', size: 23, isLink: false, at: local, text })
  expect(entriesOf(bytesOf(infoZip)).map(told)).toEqual([
    { path: 'ada.ts', size: 23, isLink: false, at: Date.UTC(2026, 2, 1, 12, 30, 8), text },
    { path: 'eve.ts', size: 11, isLink: true, at: expect.any(Number), text: '/etc/passwd' },
  ])
  expect(entriesOf(bytesOf(java)).map(told)).toEqual([
    { path: 'ä.ts', size: 23, isLink: false, at: expect.any(Number), text },
  ])
})

test('what is locked is listed, and says so when it is unpacked', () => {
  const [one] = entriesOf(bytesOf(locked))
  expect([one.path, one.size]).toEqual(['ada.ts', 23])
  expect(() => one.unpack()).toThrow('is locked with a password')
})

test('a name of the time before Unicode is read as DOS had it', () => {
  const bytes = bytesOf(java)
  // The two bytes of its ä, in the list of contents, become two letters of code page 437.
  bytes.set([0x84, 0x94], bytes.lastIndexOf(0xc3))
  expect(entriesOf(bytes)[0].path).toBe('äö.ts')
})

test('our own archives have no time: the same files give the same bytes', () => {
  expect(entriesOf(zipOf(new Map([['a.ts', text]]))).map(({ at }) => at)).toEqual([null])
})

test('whatever bytes are changed, an archive is read or is said to be faulty', () => {
  let seed = 1
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
    return Math.floor((seed / 2 ** 32) * below)
  }
  const counts = { read: 0, faulty: 0 }
  for (const archive of [python, infoZip, locked, java, btoa('PK\x05\x06')].map(bytesOf)) {
    for (let i = 0; i < 2000; i++) {
      const bytes = archive.slice(0, archive.length - (i % 5 === 0 ? random(archive.length) : 0))
      for (let j = random(4); j >= 0; j--) bytes[random(bytes.length)] = [0, 0xff, random(256)][random(3)]
      try {
        for (const { size, unpack } of entriesOf(bytes)) if (size < 2 ** 20) unpack()
        counts.read++
      } catch (error) {
        if (!(error instanceof ZipFault)) throw error
        counts.faulty++
      }
    }
  }
  expect(counts.read).toBeGreaterThan(500)
  expect(counts.faulty).toBeGreaterThan(500)
})
