"""Two people in two rooms, drawn while they are needed: what the cameras see when pictures are taken."""

import math
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

SIZE = (960, 540)
# Everything is drawn twice as large, so that edges come out smooth.
FINE = (SIZE[0] * 2, SIZE[1] * 2)
FRAMES = 60
Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Scene:
    """A room, and who sits in it."""

    wall: tuple[Colour, Colour]
    skin: Colour
    hair: Colour
    cloth: Colour
    shirt: Colour
    is_practice: bool


BEA = Scene(
    wall=((226, 234, 232), (186, 205, 204)),
    skin=(226, 178, 150),
    hair=(92, 58, 42),
    cloth=(246, 248, 250),
    shirt=(96, 146, 150),
    is_practice=True,
)
ALI = Scene(
    wall=((238, 222, 202), (205, 180, 152)),
    skin=(196, 146, 112),
    hair=(38, 32, 32),
    cloth=(74, 98, 128),
    shirt=(232, 228, 220),
    is_practice=False,
)


def film(scene: Scene, path: Path) -> Path:
    """Write a scene as motion JPEG, which Chromium shows as its camera; returns the file."""
    room, person = _room(scene), _person(scene)
    with path.open("wb") as out:
        for frame in range(FRAMES):
            turn = 2 * math.pi * frame / FRAMES
            picture = room.copy()
            place = round(5 * math.sin(turn)), round(4 * math.sin(2 * turn))
            picture.paste(person, place, person)
            out.write(_packed(picture))
    return path


def _packed(picture: Image.Image) -> bytes:
    packed = BytesIO()
    picture.resize(SIZE, Image.Resampling.LANCZOS).save(packed, "JPEG", quality=90)
    return packed.getvalue()


def _room(scene: Scene) -> Image.Image:
    room = _shaded(*scene.wall)
    if scene.is_practice:
        _window(room, (120, 90, 560, 620))
        _shelf(room, (1380, 250, 1830, 262), ((196, 108, 92), (104, 142, 150), (214, 180, 112), (120, 120, 140)))
        _plant(room, (1560, 640))
    else:
        _lamp(room, (1580, 330))
        _frame(room, (230, 130, 560, 400))
        _rounded(room, (-80, 760, 2000, 1240), (150, 112, 92), 120)
    # A little out of focus, as a room behind somebody is.
    return room.filter(ImageFilter.GaussianBlur(7))


def _shaded(top: Colour, bottom: Colour) -> Image.Image:
    """Return a picture that goes from one colour to the other."""
    ramp = Image.linear_gradient("L").resize(FINE)
    return Image.composite(Image.new("RGB", FINE, bottom), Image.new("RGB", FINE, top), ramp)


def _rounded(picture: Image.Image, box: Box, colour: Colour, radius: int) -> None:
    """Draw a rounded shape that throws a soft shadow."""
    shadow = Image.new("L", FINE)
    x0, y0, x1, y1 = box
    ImageDraw.Draw(shadow).rounded_rectangle((x0 + 10, y0 + 16, x1 + 10, y1 + 16), radius, 90)
    picture.paste((60, 60, 70), (0, 0), shadow.filter(ImageFilter.GaussianBlur(18)))
    ImageDraw.Draw(picture).rounded_rectangle(box, radius, colour)


def _window(picture: Image.Image, box: Box) -> None:
    _rounded(picture, box, (250, 252, 252), 10)
    x0, y0, x1, y1 = box
    view = _shaded((206, 228, 244), (232, 242, 232)).crop((0, 0, int(x1 - x0) - 36, int(y1 - y0) - 36))
    picture.paste(view, (int(x0) + 18, int(y0) + 18))
    middle = (x0 + x1) / 2
    ImageDraw.Draw(picture).rectangle((middle - 7, y0, middle + 7, y1), (250, 252, 252))


def _shelf(picture: Image.Image, board: Box, backs: tuple[Colour, ...]) -> None:
    x0, y0, _, _ = board
    for place, colour in enumerate(backs * 2):
        left, height = x0 + 24 + place * 44, 120 + 22 * (place * 5 % 3)
        _rounded(picture, (left, y0 - height, left + 36, y0), colour, 6)
    _rounded(picture, board, (168, 132, 100), 6)


def _plant(picture: Image.Image, foot: tuple[int, int]) -> None:
    x, y = foot
    draw = ImageDraw.Draw(picture)
    for lean in (-130, -80, -30, 30, 80, 130):
        tip = (x + lean, y - 250 + abs(lean))
        green = (84, 128 + abs(lean) // 4, 96)
        draw.polygon(
            [(x - 12, y), (x + lean * 0.35 - 34, y - 120), tip, (x + lean * 0.75 + 34, y - 90), (x + 12, y)], green
        )
    _rounded(picture, (x - 70, y - 10, x + 70, y + 150), (222, 212, 200), 22)


def _lamp(picture: Image.Image, top: tuple[int, int]) -> None:
    x, y = top
    glow = Image.new("L", FINE)
    ImageDraw.Draw(glow).ellipse((x - 420, y - 360, x + 420, y + 420), 150)
    picture.paste((255, 236, 196), (0, 0), glow.filter(ImageFilter.GaussianBlur(130)))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((x - 7, y + 60, x + 7, y + 700), (120, 92, 72))
    draw.polygon([(x - 80, y - 90), (x + 80, y - 90), (x + 130, y + 90), (x - 130, y + 90)], (255, 238, 206))


def _frame(picture: Image.Image, box: Box) -> None:
    x0, y0, x1, y1 = box
    _rounded(picture, box, (248, 244, 238), 6)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((x0 + 30, y0 + 30, x1 - 30, y1 - 30), (168, 196, 204))
    draw.ellipse((x0 + 70, y0 + 60, x0 + 130, y0 + 120), (250, 226, 160))
    draw.polygon([(x0 + 30, y1 - 30), (x0 + 150, y0 + 120), (x1 - 30, y1 - 30)], (110, 140, 128))


def _person(scene: Scene) -> Image.Image:
    """Draw somebody from the chest up, lit from the left."""
    person = Image.new("RGBA", FINE)
    draw = ImageDraw.Draw(person)
    if scene.is_practice:
        draw.ellipse((745, 205, 1175, 790), scene.hair)
    draw.rounded_rectangle((500, 790, 1420, 1500), 250, scene.cloth)
    draw.polygon([(840, 780), (1080, 780), (960, 1080)], scene.shirt)
    draw.rounded_rectangle((880, 610, 1040, 850), 76, _darker(scene.skin))
    draw.ellipse((795, 250, 1125, 710), scene.skin)
    _face(draw, scene)
    draw.chord((775, 215, 1145, 570) if scene.is_practice else (790, 218, 1130, 560), 178, 362, scene.hair)
    draw.ellipse((800, 330, 1120, 520) if scene.is_practice else (820, 350, 1100, 500), scene.skin)
    _brows(draw, scene)
    _dress(draw, scene)
    return _lit(person)


def _face(draw: ImageDraw.ImageDraw, scene: Scene) -> None:
    draw.ellipse((778, 455, 820, 545), _darker(scene.skin))
    draw.ellipse((1100, 455, 1142, 545), _darker(scene.skin))
    draw.arc((930, 480, 985, 570), 20, 110, _darker(scene.skin), 8)
    draw.arc((885, 520, 1035, 640), 30, 150, (150, 82, 74), 10)


def _brows(draw: ImageDraw.ImageDraw, scene: Scene) -> None:
    for left in (858, 1002):
        draw.ellipse((left + 14, 462, left + 42, 494), (48, 38, 36))
        draw.arc((left - 8, 420, left + 66, 480), 200, 340, scene.hair, 9)


def _dress(draw: ImageDraw.ImageDraw, scene: Scene) -> None:
    shade = _darker(scene.cloth, 0.86)
    draw.line([(842, 780), (960, 1080), (1078, 780)], shade, 10, joint="curve")
    if scene.is_practice:
        draw.polygon([(842, 782), (780, 930), (900, 960)], shade)
        draw.polygon([(1078, 782), (1140, 930), (1020, 960)], shade)
        draw.arc((800, 640, 1120, 1010), 12, 168, (70, 82, 96), 15)
        draw.ellipse((1052, 930, 1096, 974), (150, 160, 172))


def _darker(colour: Colour, much: float = 0.9) -> Colour:
    return tuple(int(part * much) for part in colour)  # type: ignore[return-value]


def _lit(person: Image.Image) -> Image.Image:
    """Darken what looks away from the light, and soften the edges."""
    ramp = Image.linear_gradient("L").rotate(90).resize(FINE).point(lambda value: 255 - value // 4)
    shaded = ImageChops.multiply(person.convert("RGB"), Image.merge("RGB", (ramp, ramp, ramp)))
    shaded.putalpha(person.getchannel("A").filter(ImageFilter.GaussianBlur(1.5)))
    return shaded
